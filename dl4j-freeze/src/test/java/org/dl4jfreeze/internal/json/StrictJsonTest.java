package org.dl4jfreeze.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.nd4j.shade.jackson.databind.JsonNode;

class StrictJsonTest {

    static final class Data {
        public Integer version;
        public Boolean flag;
        public Long seed;
        public List<Double> numbers;
        public List<Long> counts;
        public List<List<Integer>> rows;
        public JsonNode tree;
        public Map<String, Part> parts;
        public Map<String, String> hashes;
    }

    static final class Part {
        public Integer size;
        public List<String> names;
    }

    @Test
    void everyTypeOfFieldComesBack() {
        Data data = new Data();
        data.version = 1;
        data.flag = false;
        data.seed = Long.MIN_VALUE;
        data.numbers = List.of(0.1, -0.0, Double.MIN_VALUE, Double.NaN, Double.NEGATIVE_INFINITY);
        data.counts = List.of(0L, Long.MAX_VALUE);
        data.rows = List.of(List.of(), List.of(1, 2));
        data.tree = json("{\"a\":[1,null,{}]}").root();
        data.parts = Map.of("a.npy", part(3));
        data.hashes = Map.of("b", "c");
        Data copy = read(StrictJson.write(data));
        assertThat(copy)
                .usingRecursiveComparison()
                .ignoringFields("tree", "numbers")
                .isEqualTo(data);
        assertThat(copy.numbers).isEqualTo(data.numbers);
        assertThat(copy.tree).isEqualTo(data.tree);
        assertThat(StrictJson.write(copy)).isEqualTo(StrictJson.write(data));
    }

    private static Part part(int size) {
        Part part = new Part();
        part.size = size;
        part.names = List.of("x", "");
        return part;
    }

    @Test
    void everyTypeOfFieldIsNamedWithWhatWasExpected() {
        refused("{\"flag\":1}", "at flag: expected true or false, found 1 (number)");
        refused("{\"flag\":\"true\"}", "at flag: expected true or false, found \"true\" (string)");
        refused("{\"seed\":1.5}", "at seed: expected a whole number of 64 bits, found 1.5");
        refused("{\"numbers\":[1,\"5\"]}", "at numbers[1]: expected a number, found \"5\"");
        refused("{\"numbers\":[null]}", "at numbers[0]: expected a number, found null");
        refused("{\"numbers\":{}}", "at numbers: expected an array of numbers, found {}");
        refused("{\"counts\":[1e3]}", "at counts[0]: expected a whole number of 64 bits, found 1000.0");
        refused("{\"rows\":5}", "at rows: expected an array of arrays, found 5");
        refused("{\"rows\":[[1],5]}", "at rows[1]: expected an array of whole numbers of 32 bits, found 5");
        refused("{\"rows\":[[],[1,null]]}", "at rows[1][1]: expected a whole number of 32 bits, found null");
        refused("{\"tree\":null}", "at tree: expected a value, found null");
        refused("{\"parts\":[]}", "at parts: expected an object, found []");
        refused("{\"hashes\":{\"a\":null}}", "at hashes.a: expected a string, found null");
    }

    @Test
    void keysOfMapsMayLookLikePaths() {
        for (String key :
                new String[] {"a.npy", "a/b", "a[0]", "[0]", "", ".", "~1", "size", "a.names", "a.size", "a.names[1]"
                }) {
            refused(
                    "{\"parts\":{\"b\":{},\"" + key + "\":{\"size\":\"7\"}}}",
                    "expected a whole number of 32 bits, found \"7\"");
            refused("{\"parts\":{\"b\":{},\"" + key + "\":{\"names\":[\"x\",7]}}}", "expected a string, found 7");
            refused("{\"parts\":{\"" + key + "\":{},\"a\":{\"names\":[\"x\",7]}}}", "parts.a.names[1]: expected ");
        }
        StrictJson json = json("{\"parts\":{\"a\":{\"size\":4},\"a.npy\":{}}}");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> json.required("parts.a.npy.size", null))
                .withMessage(
                        "Invalid thing at parts.a.npy.size: expected a whole number of 32 bits, found no such field");
    }

    @Test
    void aVersionIsComparedBeforeOtherFieldsAreLookedAt() {
        json("{\"version\":1,\"unknown\":1}").checkVersion(1);
        json("{\"unknown\":1}").checkVersion(1);
        for (String version : new String[] {"2", "0", "-1", "4294967297", "99999999999999999999"}) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() ->
                            json("{\"unknown\":1,\"version\":" + version + "}").checkVersion(1))
                    .withMessage("Invalid thing at version: expected 1, found " + version);
        }
        assertThat(json("{\"version\":3,\"unknown\":1}").root().path("version").asInt())
                .isEqualTo(3);
    }

    private static void refused(String text, String message) {
        assertThatIllegalArgumentException()
                .as(text)
                .isThrownBy(() -> read(text))
                .withMessageStartingWith("Invalid thing ")
                .withMessageContaining(message);
    }

    private static Data read(String text) {
        return json(text).read(Data.class);
    }

    private static StrictJson json(String text) {
        return new StrictJson("thing", text, Data.class);
    }
}
