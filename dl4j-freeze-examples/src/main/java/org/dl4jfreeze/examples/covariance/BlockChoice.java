package org.dl4jfreeze.examples.covariance;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.ParameterRange;

/**
 * The block whose correlations are shown: all of it, or a range within it, written {@code 0_W:784-1183}, both ends included.
 *
 * @param range first and last index within the block; null for the whole block
 */
public record BlockChoice(String name, int[] range) {

    /** Most parameters of a map of correlations. */
    public static final int MOST = 500;

    private static final Pattern FORM = Pattern.compile("([^:]+?)(?::(\\d{1,9})-(\\d{1,9}))?");

    /** Reads what the user wrote. Whether there is such a block shows in {@link #within}. */
    public static BlockChoice parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Invalid block \"" + text
                    + "\", must be a name such as 1_W, or a range within a block such as 0_W:784-1183");
        }
        return new BlockChoice(
                matcher.group(1),
                matcher.group(2) == null
                        ? null
                        : new int[] {Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))});
    }

    /** Returns the range of the flat parameter vector, of at most {@value #MOST} parameters. */
    ParameterRange within(List<ParameterRange> blocks) {
        ParameterRange block = blocks.stream()
                .filter(any -> any.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown block \"" + name + "\", must be one of "
                        + blocks.stream().map(ParameterRange::name).collect(Collectors.joining(", "))
                        + "; choose one of these"));
        int length = block.to() - block.from();
        int from = range == null ? 0 : range[0];
        int to = range == null ? length - 1 : range[1];
        if (from > to || to >= length) {
            throw new IllegalArgumentException("Invalid range " + this + ", must be within " + name + ":0-"
                    + (length - 1) + ", smaller index first; choose another one");
        }
        if (to - from >= MOST) {
            throw new IllegalArgumentException("Invalid block " + this + ", must have at most " + MOST
                    + " parameters for a map of correlations, has " + (to - from + 1) + "; choose a range such as "
                    + name + ":" + from + "-" + (from + MOST - 1));
        }
        return new ParameterRange(toString(), block.from() + from, block.from() + to + 1);
    }

    /** Returns the text as on the command line. */
    @Override
    public String toString() {
        return name + (range == null ? "" : ":" + range[0] + "-" + range[1]);
    }
}
