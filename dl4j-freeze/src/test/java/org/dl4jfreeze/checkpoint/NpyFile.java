package org.dl4jfreeze.checkpoint;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Reads an array as NumPy's description of the format says (numpy.lib.format, version 1.0), and not as the library writes it: magic
 * string, version, length of the header, a Python dictionary, elements.
 */
final class NpyFile {

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    private final String type;
    private final long[] shape;
    private final ByteBuffer elements;

    NpyFile(byte[] file) {
        ByteBuffer bytes = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        byte[] magic = new byte[MAGIC.length];
        bytes.get(magic);
        assertThat(magic).isEqualTo(MAGIC);
        assertThat(bytes.get()).as("major version").isEqualTo((byte) 1);
        assertThat(bytes.get()).as("minor version").isZero();
        byte[] header = new byte[Short.toUnsignedInt(bytes.getShort())];
        bytes.get(header);
        String text = new String(header, StandardCharsets.US_ASCII);
        assertThat(text).endsWith("\n").matches("(?s)\\{.*} *\n");
        assertThat(bytes.position() % 64).as("alignment of the elements").isZero();
        type = value(text, "descr", "'([^']*)'");
        assertThat(value(text, "fortran_order", "(True|False)")).isEqualTo("False");
        shape = Arrays.stream(value(text, "shape", "\\(([0-9, ]*)\\)").split(","))
                .map(String::trim)
                .filter(size -> !size.isEmpty())
                .mapToLong(Long::parseLong)
                .toArray();
        elements = bytes.slice().order(ByteOrder.LITTLE_ENDIAN);
        assertThat(elements.capacity()).as("bytes of the elements").isEqualTo((int) (length() * width()));
    }

    private static String value(String header, String key, String pattern) {
        Matcher found = Pattern.compile("'" + key + "': " + pattern + ",").matcher(header);
        assertThat(found.find()).as("%s in %s", key, header).isTrue();
        return found.group(1);
    }

    private int width() {
        return Integer.parseInt(type.substring(2));
    }

    private long length() {
        return Arrays.stream(shape).reduce(1, Math::multiplyExact);
    }

    String type() {
        return type;
    }

    long[] shape() {
        return shape;
    }

    double[] values() {
        double[] values = new double[(int) length()];
        for (int i = 0; i < values.length; i++) {
            switch (type) {
                case "|u1":
                    values[i] = Byte.toUnsignedInt(elements.get(i));
                    break;
                case "<i4":
                    values[i] = elements.getInt(4 * i);
                    break;
                case "<f4":
                    values[i] = elements.getFloat(4 * i);
                    break;
                case "<f8":
                    values[i] = elements.getDouble(8 * i);
                    break;
                default:
                    throw new AssertionError("the type " + type);
            }
        }
        return values;
    }
}
