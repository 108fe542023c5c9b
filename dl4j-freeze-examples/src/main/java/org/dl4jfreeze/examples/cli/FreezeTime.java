package org.dl4jfreeze.examples.cli;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** What the user says of t0: an iteration, or that it is to be found. */
final class FreezeTime {

    private static final String AUTO = "auto";

    private final OptionalInt iteration;

    private FreezeTime(OptionalInt iteration) {
        this.iteration = iteration;
    }

    boolean isAuto() {
        return iteration.isEmpty();
    }

    int iteration() {
        return iteration.orElseThrow();
    }

    /** Reads the option's value. */
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
