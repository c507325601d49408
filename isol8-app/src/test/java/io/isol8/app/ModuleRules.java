package io.isol8.app;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;

/** What ArchUnit cannot say about our modules by itself. */
final class ModuleRules {

    private static final String ROOT = "io.isol8.";

    private ModuleRules() {}

    /** The module's name; empty for classes that are not ours. */
    static String moduleOf(JavaClass type) {
        String name = type.getPackageName() + ".";
        return name.startsWith(ROOT) ? name.substring(ROOT.length()).split("\\.")[0] : "";
    }

    static DescribedPredicate<JavaClass> classOrItsNested(String name) {
        return DescribedPredicate.describe(
                name, type -> type.getName().equals(name) || type.getName().startsWith(name + "$"));
    }

    static ArchCondition<JavaClass> notUseInternalsOfOtherModules() {
        return new ArchCondition<>("not use internals of other modules") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (Dependency dependency : type.getDirectDependenciesFromSelf()) {
                    JavaClass used = dependency.getTargetClass();
                    if (isInternal(used) && !moduleOf(used).equals(moduleOf(type))) {
                        events.add(SimpleConditionEvent.violated(type, dependency.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean isInternal(JavaClass type) {
        return type.getPackageName().startsWith(ROOT) && (type.getPackageName() + ".").contains(".internal.");
    }

    static ArchCondition<JavaClass> notMakeAdaptersOfOtherModules() {
        return new ArchCondition<>("not make adapters of other modules") {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    JavaClass made = access.getTargetOwner();
                    if (access.getTarget().getName().equals("<init>")
                            && !moduleOf(made).equals(moduleOf(type))
                            && implementsAPort(made)) {
                        events.add(SimpleConditionEvent.violated(type, access.getDescription()));
                    }
                }
            }
        };
    }

    private static boolean implementsAPort(JavaClass type) {
        return !moduleOf(type).equals("ports")
                && type.getAllRawInterfaces().stream()
                        .anyMatch(port -> moduleOf(port).equals("ports"));
    }
}
