package org.dl4jfreeze.examples.covariance;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.experiment.ParameterRange;

/** Which block's correlations are shown: all of it, or a stretch, written {@code 0_W:784-1183} with both ends within. */
public final class BlockChoice {

    /** How many parameters a map of correlations may have. */
    public static final int MOST = 500;

    private static final Pattern FORM = Pattern.compile("([^:]+?)(?::(\\d{1,9})-(\\d{1,9}))?");

    private final String name;
    /** From and to, both within; null for the whole block. */
    private final int[] stretch;

    private BlockChoice(String name, int[] stretch) {
        this.name = name;
        this.stretch = stretch;
    }

    /**
     * Reads what the user wrote.
     *
     * @param text the block's name, and perhaps a stretch of it
     * @return the choice; whether there is such a block shows in {@link #within}
     * @throws IllegalArgumentException if it has another form
     */
    public static BlockChoice parse(String text) {
        Matcher matcher = FORM.matcher(text);
        if (!matcher.matches()) {
            throw new IllegalArgumentException("Invalid block \"" + text
                    + "\", must be a name such as 1_W, or a stretch of a block such as 0_W:784-1183");
        }
        return new BlockChoice(
                matcher.group(1),
                matcher.group(2) == null
                        ? null
                        : new int[] {Integer.parseInt(matcher.group(2)), Integer.parseInt(matcher.group(3))});
    }

    /**
     * The stretch of the flat vector that is meant.
     *
     * @param blocks all there are
     * @return at most {@value #MOST} parameters
     * @throws IllegalArgumentException if there is no such block, the stretch is not in it, or it has too many parameters
     */
    ParameterRange within(List<ParameterRange> blocks) {
        ParameterRange block = blocks.stream()
                .filter(any -> any.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("Unknown block \"" + name + "\", must be one of "
                        + blocks.stream().map(ParameterRange::name).collect(Collectors.joining(", "))
                        + "; choose one of these"));
        int length = block.to() - block.from();
        int from = stretch == null ? 0 : stretch[0];
        int to = stretch == null ? length - 1 : stretch[1];
        if (from > to || to >= length) {
            throw new IllegalArgumentException("Invalid stretch " + this + ", must be within " + name + ":0-"
                    + (length - 1) + ", first index first; choose another one");
        }
        if (to - from >= MOST) {
            throw new IllegalArgumentException("Invalid block " + this + ", must have at most " + MOST
                    + " parameters for a map of correlations, has " + (to - from + 1) + "; choose a stretch such as "
                    + name + ":" + from + "-" + (from + MOST - 1));
        }
        return new ParameterRange(toString(), block.from() + from, block.from() + to + 1);
    }

    /** As on the command line. */
    @Override
    public String toString() {
        return name + (stretch == null ? "" : ":" + stretch[0] + "-" + stretch[1]);
    }
}
