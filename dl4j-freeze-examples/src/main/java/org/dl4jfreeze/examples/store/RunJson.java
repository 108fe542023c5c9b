package org.dl4jfreeze.examples.store;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.annotation.JsonDeserialize;
import com.fasterxml.jackson.databind.annotation.JsonSerialize;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.util.StdConverter;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.stream.IntStream;
import java.util.zip.GZIPInputStream;
import java.util.zip.GZIPOutputStream;
import org.dl4jfreeze.FreezeMask;

/** Reads and writes records as packed JSON: every number exactly, masks as bits. Refuses what is damaged or has another form. */
final class RunJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(DeserializationFeature.FAIL_ON_MISSING_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_CREATOR_PROPERTIES)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .addMixIn(FreezeMask.class, AsBits.class)
            .build();

    private RunJson() {}

    static void write(Object value, OutputStream out) throws IOException {
        try (OutputStream packed = new GZIPOutputStream(out)) {
            MAPPER.writeValue(packed, value);
        }
    }

    static <T> T read(InputStream in, Class<T> type) throws IOException {
        // all of it first: gzip compares its checksum at the end
        byte[] json = new GZIPInputStream(in).readAllBytes();
        try {
            return MAPPER.readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IOException(e.getOriginalMessage(), e);
        }
    }

    @JsonSerialize(converter = ToBits.class)
    @JsonDeserialize(converter = FromBits.class)
    private interface AsBits {}

    private record Bits(int length, long[] words) {}

    private static final class ToBits extends StdConverter<FreezeMask, Bits> {
        @Override
        public Bits convert(FreezeMask mask) {
            IntStream words = IntStream.range(0, mask.wordCount());
            return new Bits(mask.length(), words.mapToLong(mask::frozenWord).toArray());
        }
    }

    private static final class FromBits extends StdConverter<Bits, FreezeMask> {
        @Override
        public FreezeMask convert(Bits bits) {
            return FreezeMask.ofWords(bits.length, bits.words);
        }
    }
}
