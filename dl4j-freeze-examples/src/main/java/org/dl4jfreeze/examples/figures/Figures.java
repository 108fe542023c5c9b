package org.dl4jfreeze.examples.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Function;
import org.dl4jfreeze.examples.report.Results;

/** Draws the figures of an experiment. */
public final class Figures {

    private Figures() {}

    /**
     * Loss against fraction frozen, for the training and the test part.
     *
     * @param results the runs
     * @param name    name of the files, without their ending
     * @param file    where to write a file of a given name
     * @throws IOException if one cannot be written
     */
    public static void loss(Results results, String name, Function<String, Path> file) throws IOException {
        write(new LossPicture(results), name, file);
    }

    /**
     * The averaged mask of each order.
     *
     * @param results the runs
     * @param name    name of the files, without their ending
     * @param file    where to write a file of a given name
     * @throws IOException if one cannot be written
     */
    public static void masks(Results results, String name, Function<String, Path> file) throws IOException {
        write(new MaskPicture(results), name, file);
    }

    private static void write(Picture picture, String name, Function<String, Path> file) throws IOException {
        picture.writePng(file.apply(name + ".png"));
        picture.writeSvg(file.apply(name + ".svg"));
    }
}
