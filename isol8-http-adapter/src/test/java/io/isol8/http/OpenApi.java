package io.isol8.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import com.networknt.schema.Error;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/** The description of the server, read. */
final class OpenApi {

    private static final Set<String> METHODS = Set.of("get", "put", "post", "delete", "head", "patch", "options");
    private static final SchemaRegistry SCHEMAS = SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);
    private static final JsonMapper JSON = new JsonMapper();

    private final JsonNode document;

    private OpenApi(JsonNode document) {
        this.document = document;
    }

    /** As it is packaged. */
    static OpenApi packaged() {
        try (InputStream text = OpenApi.class.getResourceAsStream("/io/isol8/http/openapi.yaml")) {
            return new OpenApi(new YAMLMapper().readTree(text));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static OpenApi parse(String yaml) {
        return new OpenApi(tree(new YAMLMapper(), yaml));
    }

    static JsonNode json(String text) {
        return tree(JSON, text);
    }

    private static JsonNode tree(ObjectMapper mapper, String text) {
        try {
            return mapper.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    JsonNode document() {
        return document;
    }

    /** {@code POST /execute} to the operation. */
    Map<String, JsonNode> operations() {
        Map<String, JsonNode> operations = new TreeMap<>();
        document.get("paths")
                .properties()
                .forEach(path -> path.getValue().properties().stream()
                        .filter(method -> METHODS.contains(method.getKey()))
                        .forEach(method -> operations.put(
                                method.getKey().toUpperCase(Locale.ROOT) + " " + path.getKey(), method.getValue())));
        return operations;
    }

    /** {@code POST /execute 200} to the response. */
    Map<String, JsonNode> responses() {
        Map<String, JsonNode> responses = new TreeMap<>();
        operations()
                .forEach((operation, node) -> node.get("responses")
                        .properties()
                        .forEach(status ->
                                responses.put(operation + " " + status.getKey(), resolved(status.getValue()))));
        return responses;
    }

    JsonNode schema(String name) {
        JsonNode schema = document.at("/components/schemas/" + name);
        if (schema.isMissingNode()) {
            throw new IllegalArgumentException("no schema " + name);
        }
        return schema;
    }

    JsonNode resolved(JsonNode node) {
        JsonNode reference = node.get("$ref");
        if (reference == null) {
            return node;
        }
        JsonNode target = document.at(reference.asText().substring(1));
        if (target.isMissingNode()) {
            throw new IllegalArgumentException("nothing is at " + reference.asText());
        }
        return resolved(target);
    }

    /** What is wrong with a value; nothing if all is well. */
    List<Error> complaints(JsonNode schema, JsonNode value) {
        ObjectNode root = JsonNodeFactory.instance.objectNode();
        root.set("components", document.get("components"));
        root.putArray("allOf").add(schema);
        return SCHEMAS.getSchema(root.toString()).validate(value.toString(), InputFormat.JSON);
    }

    /** The properties of an object, those of its parts included. */
    Map<String, JsonNode> properties(JsonNode schema) {
        JsonNode known = resolved(schema);
        Map<String, JsonNode> properties = new TreeMap<>();
        known.path("properties")
                .properties()
                .forEach(property -> properties.put(property.getKey(), property.getValue()));
        for (String parts : new String[] {"allOf", "anyOf", "oneOf"}) {
            known.path(parts).forEach(part -> properties.putAll(properties(part)));
        }
        return properties;
    }

    /** The fields of a value, and of what is in it, that its schema does not name. */
    Set<String> undescribed(JsonNode schema, JsonNode value) {
        Set<String> unknown = new TreeSet<>();
        compare(schema, value, "", unknown, new TreeSet<>());
        return unknown;
    }

    /** The properties that a schema, and what is in it, names and the value does not have. */
    Set<String> unseen(JsonNode schema, JsonNode value) {
        Set<String> missing = new TreeSet<>();
        compare(schema, value, "", new TreeSet<>(), missing);
        return missing;
    }

    private void compare(JsonNode schema, JsonNode value, String path, Set<String> unknown, Set<String> missing) {
        JsonNode known = resolved(schema);
        Map<String, JsonNode> properties = properties(known);
        if (value.isArray()) {
            value.forEach(item -> compare(known.path("items"), item, path + "[]", unknown, missing));
        } else if (value.isObject() && !properties.isEmpty()) {
            value.properties().forEach(field -> {
                JsonNode property = properties.get(field.getKey());
                if (property == null) {
                    unknown.add(path + "." + field.getKey());
                } else {
                    compare(property, field.getValue(), path + "." + field.getKey(), unknown, missing);
                }
            });
            properties.keySet().stream()
                    .filter(name -> !value.has(name))
                    .forEach(name -> missing.add(path + "." + name));
        }
    }
}
