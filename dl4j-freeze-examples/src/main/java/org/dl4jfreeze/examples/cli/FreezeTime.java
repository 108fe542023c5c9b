package org.dl4jfreeze.examples.cli;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** The value of {@code --t0}: an iteration, or {@code auto} to determine it. */
record FreezeTime(OptionalInt given) {

    private static final String AUTO = "auto";

    boolean isAuto() {
        return given.isEmpty();
    }

    int iteration() {
        return given.orElseThrow();
    }

    static final class Converter implements ITypeConverter<FreezeTime> {

        @Override
        public FreezeTime convert(String text) {
            if (text.equals(AUTO)) {
                return new FreezeTime(OptionalInt.empty());
            }
            try {
                return new FreezeTime(OptionalInt.of(Integer.parseInt(text)));
            } catch (NumberFormatException e) {
                throw new TypeConversionException("'" + text + "' is neither a whole number nor " + AUTO);
            }
        }
    }
}
