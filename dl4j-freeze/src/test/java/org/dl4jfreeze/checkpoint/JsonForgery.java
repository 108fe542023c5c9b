package org.dl4jfreeze.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/** Changes values of a JSON tree, so that it stays JSON and gets far into what reads it. */
final class JsonForgery {

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private static final List<String> TEXTS = List.of(
            "",
            "NaN",
            "-Infinity",
            "layer0",
            "W",
            "FLOAT",
            "DOUBLE",
            "HALF",
            "dense",
            "factored",
            "random",
            "conditional",
            "miniBatch",
            "org.dl4jfreeze.FreezingAdam",
            "org.nd4j.linalg.learning.config.Sgd",
            "org.deeplearning4j.nn.conf.layers.LSTM",
            "java.util.HashMap",
            "no.such.Class",
            "\u0000\ud83d\ude00",
            "../../x",
            "y".repeat(5000));

    private JsonForgery() {}

    /**
     * Changes one or two values in place.
     *
     * @param part in which they are, if there is such a part
     */
    static void change(JsonNode part, JsonNode root, Random random) {
        for (int i = 1 + random.nextInt(2); i > 0; i--) {
            List<JsonNode> containers = new ArrayList<>();
            collect(part.isContainerNode() && part.size() > 0 ? part : root, containers);
            JsonNode container = containers.get(random.nextInt(containers.size()));
            if (container.isObject()) {
                change((ObjectNode) container, random);
            } else {
                change((ArrayNode) container, random);
            }
        }
    }

    private static void collect(JsonNode node, List<JsonNode> containers) {
        if (node.isContainerNode() && node.size() > 0) {
            containers.add(node);
            node.forEach(child -> collect(child, containers));
        }
    }

    private static void change(ObjectNode object, Random random) {
        List<String> names = new ArrayList<>();
        object.fieldNames().forEachRemaining(names::add);
        String name = names.get(random.nextInt(names.size()));
        switch (random.nextInt(8)) {
            case 0:
                object.remove(name);
                break;
            case 1:
                object.set(TEXTS.get(random.nextInt(TEXTS.size())), object.remove(name));
                break;
            case 2:
                object.set(
                        name,
                        object.get(names.get(random.nextInt(names.size()))).deepCopy());
                break;
            default:
                object.set(name, other(object.get(name), random));
        }
    }

    private static void change(ArrayNode array, Random random) {
        int index = random.nextInt(array.size());
        switch (random.nextInt(5)) {
            case 0:
                array.remove(index);
                break;
            case 1:
                array.insert(index, array.get(random.nextInt(array.size())).deepCopy());
                break;
            default:
                array.set(index, other(array.get(index), random));
        }
    }

    /** Mostly of the same type. */
    private static JsonNode other(JsonNode value, Random random) {
        if (random.nextInt(6) == 0) {
            return any(random);
        }
        if (value.isNumber()) {
            return number(value, random);
        }
        if (value.isBoolean()) {
            return NODES.booleanNode(!value.booleanValue());
        }
        return value.isTextual() ? NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size()))) : any(random);
    }

    private static JsonNode number(JsonNode value, Random random) {
        switch (random.nextInt(14)) {
            case 0:
                return NODES.numberNode(-1);
            case 1:
                return NODES.numberNode(0);
            case 2:
                return NODES.numberNode(Integer.MAX_VALUE);
            case 3:
                return NODES.numberNode(Integer.MIN_VALUE);
            case 4:
                return NODES.numberNode(Long.MAX_VALUE);
            case 5:
                return NODES.numberNode(BigInteger.TWO.pow(70));
            case 6:
                return NODES.numberNode(1L << random.nextInt(63));
            case 7:
                return NODES.numberNode(1e300);
            case 8:
                return NODES.numberNode(-1e-300);
            case 9:
                return NODES.textNode("NaN");
            case 10:
                return NODES.numberNode(random.nextDouble());
            case 11:
                return NODES.numberNode(value.longValue() - 1);
            case 12:
                return NODES.numberNode(value.longValue() + 1);
            default:
                return NODES.numberNode(value.longValue() * (2 + random.nextInt(1000)));
        }
    }

    private static JsonNode any(Random random) {
        switch (random.nextInt(9)) {
            case 0:
                return NODES.nullNode();
            case 1:
                return NODES.booleanNode(true);
            case 2:
                return NODES.numberNode(7);
            case 3:
                return NODES.textNode(TEXTS.get(random.nextInt(TEXTS.size())));
            case 4:
                return NODES.textNode("x".repeat(random.nextInt(20_000)));
            case 5:
                return NODES.objectNode();
            case 6:
                return nested(1 + random.nextInt(400));
            case 7:
                ArrayNode many = NODES.arrayNode();
                for (int i = random.nextInt(5000); i > 0; i--) {
                    many.add(i);
                }
                return many;
            default:
                return NODES.arrayNode();
        }
    }

    private static JsonNode nested(int levels) {
        ArrayNode outermost = NODES.arrayNode();
        ArrayNode innermost = outermost;
        for (int i = 1; i < levels; i++) {
            innermost = innermost.addArray();
        }
        return outermost;
    }
}
