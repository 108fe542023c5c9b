package org.dl4jfreeze.examples.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.dl4jfreeze.examples.covariance.CovarianceFindings;
import org.dl4jfreeze.examples.report.ReorderingResults;
import org.dl4jfreeze.examples.report.Results;

/** Draws the figures of an experiment. */
public final class Figures {

    private static final List<String> PAPER_ORDERS = List.of(Results.PROPOSED, Results.RANDOM);

    private Figures() {}

    /**
     * Loss against fraction frozen, for the training and the test part, under the orders that the paper compares: variance
     * and random. Where neither was run it shows those that were.
     *
     * @param results the runs
     * @param name    name of the files, without their ending
     * @param file    where to write a file of a given name
     * @throws IOException if one cannot be written
     */
    public static void loss(Results results, String name, Function<String, Path> file) throws IOException {
        write(new LossPicture(results, lossOrders(results)), name, file);
    }

    /**
     * Whether the figure of losses leaves orders out, so that {@link #allOrders} has more to show.
     *
     * @param results the runs
     * @return whether there are orders beside those that the paper compares
     */
    public static boolean lossLeavesOrdersOut(Results results) {
        return !lossOrders(results).equals(results.settings().orders());
    }

    /**
     * Loss against fraction frozen, for the training and the test part, under every order that was run.
     *
     * @param results the runs
     * @param name    name of the files, without their ending
     * @param file    where to write a file of a given name
     * @throws IOException if one cannot be written
     */
    public static void allOrders(Results results, String name, Function<String, Path> file) throws IOException {
        write(new LossPicture(results, results.settings().orders()), name, file);
    }

    /**
     * The averaged mask of each order: of all parameters, and of the stretch that the experiment enlarges.
     *
     * @param results the runs
     * @param name    name of the files, without their ending
     * @param file    where to write a file of a given name
     * @throws IOException              if one cannot be written
     * @throws IllegalArgumentException if the stretch is not within the parameters
     */
    public static void masks(Results results, String name, Function<String, Path> file) throws IOException {
        write(new MaskPicture(results), name, file);
    }

    /**
     * The gradient variance of the first layer's weights in the first run, as one image per unit, and which of them the
     * proposed order freezes at the fraction nearest to one half.
     *
     * @param results the runs
     * @param name    name of the files, without their ending
     * @param file    where to write a file of a given name
     * @throws IOException              if one cannot be written
     * @throws IllegalArgumentException if the experiment's inputs are not images, or if its structure does not fit them
     */
    public static void varianceMaps(Results results, String name, Function<String, Path> file) throws IOException {
        write(new VarianceMaps(results), name, file);
    }

    /**
     * Test loss and test accuracy against fraction frozen, under fixed and re-ordered masks, with nothing frozen for
     * comparison.
     *
     * @param results the trials
     * @param name    name of the files, without their ending
     * @param file    where to write a file of a given name
     * @throws IOException if one cannot be written
     */
    public static void reordering(ReorderingResults results, String name, Function<String, Path> file)
            throws IOException {
        write(new ReorderingPicture(results), name, file);
    }

    /**
     * The full covariance: its spectrum, the share of each block in its trace, and correlations.
     *
     * @param findings what it answered
     * @param file     where to write {@code spectrum}, {@code layers} and {@code correlation}, each as PNG and SVG
     * @throws IOException if one cannot be written
     */
    public static void covariance(CovarianceFindings findings, Function<String, Path> file) throws IOException {
        write(new SpectrumPicture(findings), "spectrum", file);
        write(new LayersPicture(findings), "layers", file);
        write(new CorrelationPicture(findings), "correlation", file);
    }

    private static List<String> lossOrders(Results results) {
        List<String> orders = results.settings().orders();
        List<String> paper = orders.stream().filter(PAPER_ORDERS::contains).collect(Collectors.toList());
        return paper.isEmpty() ? orders : paper;
    }

    private static void write(Picture picture, String name, Function<String, Path> file) throws IOException {
        picture.writePng(file.apply(name + ".png"));
        picture.writeSvg(file.apply(name + ".svg"));
    }
}
