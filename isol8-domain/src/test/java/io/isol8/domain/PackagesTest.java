package io.isol8.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PackagesTest {

    @Test
    void aListIsTrimmedSortedAndWithoutRepetitions() {
        assertThat(Packages.checked("python", List.of(" pandas ", "", "numpy==2.0", "  ", "pandas", "Django")))
                .containsExactly("Django", "numpy==2.0", "pandas");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    python | numpy==2.0
                    python | pandas[excel,html]>=2.1,<3
                    python | a~=1.0
                    python | a!=1.1
                    node   | @scope/name@1.2.3
                    bun    | left-pad
                    deno   | npm:left-pad@1.3.0
                    deno   | jsr:@std/path
                    bash   | jq=1.7.1-6
                    """)
    void whatARuntimesPackagesAreCalled(String runtime, String name) {
        assertThat(Packages.checked(runtime, List.of(name))).containsExactly(name);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    node   | a>=1
                    node   | npm:x
                    bash   | a[b]
                    python | a:b
                    python | <2
                    deno   | a~=1
                    python | a b
                    python | a;reboot
                    python | $(reboot)
                    python | `reboot`
                    node   | a&b
                    node   | a'b
                    node   | é
                    """)
    void whatTheyAreNot(String runtime, String name) {
        assertThatThrownBy(() -> Packages.checked(runtime, List.of("fine", name)))
                .isInstanceOf(Isol8Exception.class)
                .hasMessage(
                        "Invalid package name: \"" + name + "\". Only alphanumeric, -, _, ., /, @, and = are allowed.");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-r", "--index-url=x", "-", " -e "})
    void anOptionIsNoPackage(String name) {
        assertThatThrownBy(() -> Packages.checked("python", List.of(name)))
                .hasMessage("Invalid package name: \"" + name.strip()
                        + "\". Only alphanumeric, -, _, ., /, @, and = are allowed. It must not begin with -.");
    }

    @Test
    void aLineBreakDoesNotComeThrough() {
        assertThatThrownBy(() -> Packages.checked("python", List.of("a\nRUN reboot")))
                .hasMessageStartingWith("Invalid package name: \"a?RUN reboot\".");
    }

    @Test
    void aNameHasABound() {
        assertThat(Packages.checked("node", List.of("a".repeat(200)))).hasSize(1);
        assertThatThrownBy(() -> Packages.checked("node", List.of("a".repeat(201))))
                .hasMessageEndingWith(" It must have at most 200 characters.");
    }

    @Test
    void aListInOneTextIsSplitWhereAnotherPackageBegins() {
        assertThat(Packages.split("numpy,pandas[excel,html]>=2,<3,Django>=4, <5,six"))
                .containsExactly("numpy", "pandas[excel,html]>=2,<3", "Django>=4, <5", "six");
    }

    @Test
    @Timeout(value = 30, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
    void aListOfAnyLengthIsSplitAtOnce() {
        assertThat(Packages.split(",".repeat(1 << 20))).hasSize((1 << 20) + 1);
        assertThat(Packages.split("a[b,c")).containsExactly("a[b", "c");
        assertThat(Packages.split(",a,,b,")).containsExactly("", "a", "", "b", "");
    }

    @Test
    void whatAnImageHasIsComparedNameByNameAndVersionByVersion() {
        String image = Packages.join(List.of("a>=1,<3", "b", "c==2.0"));
        assertThat(Packages.contains(image, List.of("b"))).isTrue();
        assertThat(Packages.contains(image, List.of("b", "c==2.0"))).isTrue();
        assertThat(Packages.contains(image, List.of("a>=1,<3"))).isTrue();
        assertThat(Packages.contains(image, List.of("c"))).isFalse();
        assertThat(Packages.contains(image, List.of("c==2"))).isFalse();
        assertThat(Packages.contains(image, List.of("a>=1"))).isFalse();
        assertThat(Packages.contains(image, List.of("b", "d"))).isFalse();
        assertThat(Packages.contains("", List.of("b"))).isFalse();
        assertThat(Packages.contains("", List.of())).isTrue();
    }

    @Test
    void aRequestSaysWhichOfItsPackagesItIs() {
        ExecutionRequest.Builder request = ExecutionRequest.builder("python")
                .code("x")
                .installPackage("fine")
                .installPackage(" ")
                .installPackage("--index-url=x");

        assertThatThrownBy(request::build)
                .isInstanceOf(Isol8Exception.class)
                .hasMessage(
                        "Invalid package name: \"--index-url=x\". Only alphanumeric, -, _, ., /, @, and = are allowed."
                                + " It must not begin with -. (ExecutionRequest.installPackages[2])");
    }
}
