package org.dl4jfreeze.examples.data;

import java.nio.file.Path;
import java.util.Optional;
import org.nd4j.linalg.dataset.DataSet;
import org.nd4j.linalg.factory.Nd4j;

/** MNIST: 60,000 images to train on and 10,000 to test on, 28 x 28 pixels in [0, 1], ten classes. */
public final class Mnist {

    /** Images to train on. */
    public static final int TRAIN_EXAMPLES = 60_000;

    /** Pixels along a side. */
    public static final int SIDE = 28;

    /** Digits. */
    public static final int CLASSES = 10;

    private static final int TEST_EXAMPLES = 10_000;
    private static final int PIXELS = SIDE * SIDE;
    private static final float WHITE = 255;

    private Mnist() {}

    /**
     * Reads MNIST in the order of its files. Each file is compared with its checksum.
     *
     * @param folder   the user's own copies of the four files; otherwise the bundled ones are read
     * @param examples number of images to train on: the first ones; the test part is always the whole one
     */
    public static TrainTest read(Optional<Path> folder, int examples) {
        if (examples < 1 || examples > TRAIN_EXAMPLES) {
            throw new IllegalArgumentException("Invalid number of training examples " + examples + ", must be in [1, "
                    + TRAIN_EXAMPLES + "]; choose one in that range");
        }
        return new TrainTest(
                part(MnistFile.TRAIN_IMAGES, MnistFile.TRAIN_LABELS, folder, examples),
                part(MnistFile.TEST_IMAGES, MnistFile.TEST_LABELS, folder, TEST_EXAMPLES));
    }

    private static DataSet part(MnistFile imageFile, MnistFile labelFile, Optional<Path> folder, int examples) {
        byte[] bytes = imageFile.read(folder);
        float[] pixels = new float[examples * PIXELS];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (bytes[imageFile.headerBytes() + i] & 0xFF) / WHITE;
        }
        byte[] digits = labelFile.read(folder);
        float[] oneHot = new float[examples * CLASSES];
        for (int i = 0; i < examples; i++) {
            oneHot[i * CLASSES + digits[labelFile.headerBytes() + i]] = 1;
        }
        return new DataSet(
                Nd4j.create(pixels, new int[] {examples, PIXELS}, 'c'),
                Nd4j.create(oneHot, new int[] {examples, CLASSES}, 'c'));
    }
}
