package org.dl4jfreeze.examples.cli;

import java.util.OptionalInt;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads the value of {@code --t0}: an iteration, or {@code auto} to determine it, which is empty. */
final class FreezeTime implements ITypeConverter<OptionalInt> {

    private static final String AUTO = "auto";

    @Override
    public OptionalInt convert(String text) {
        try {
            return text.equals(AUTO) ? OptionalInt.empty() : OptionalInt.of(Integer.parseInt(text));
        } catch (NumberFormatException e) {
            throw new TypeConversionException("'" + text + "' is neither a whole number nor " + AUTO);
        }
    }
}
