package org.dl4jfreeze.it.zoo;

import java.util.Random;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.dataset.MultiDataSet;
import org.nd4j.linalg.factory.Nd4j;

/** Noise with labels, by number, for the networks of the zoo; never draws from ND4J's random stream, as dropout does. */
final class ZooData {

    /** As few as the zoo's models allow. */
    static final int CLASSES = 5;

    /** A YOLO looks at its image in cells of this number of pixels. */
    private static final int CELL = 32;

    private ZooData() {}

    static MultiDataSet batch(ZooNetwork.Task task, int examples, int[] input, int number) {
        Random random = new Random(number);
        switch (task) {
            case CHARACTERS:
                return new MultiDataSet(
                        characters(random, examples, input[0], input[1]),
                        characters(random, examples, input[0], input[1]));
            case PIXELS:
                return new MultiDataSet(images(random, examples, input), pixels(random, examples, input[1], input[2]));
            case BOXES:
                return new MultiDataSet(
                        images(random, examples, input), boxes(random, examples, input[1] / CELL, input[2] / CELL));
            default:
                return new MultiDataSet(images(random, examples, input), classes(random, examples));
        }
    }

    private static INDArray images(Random random, int examples, int[] shape) {
        float[] pixels = new float[examples * shape[0] * shape[1] * shape[2]];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        return Nd4j.create(pixels, new long[] {examples, shape[0], shape[1], shape[2]}, 'c');
    }

    private static INDArray classes(Random random, int examples) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, CLASSES);
        for (int i = 0; i < examples; i++) {
            labels.putScalar(i, random.nextInt(CLASSES), 1);
        }
        return labels;
    }

    private static INDArray characters(Random random, int examples, int different, int length) {
        INDArray text = Nd4j.zeros(DataType.FLOAT, examples, different, length);
        for (int i = 0; i < examples; i++) {
            for (int t = 0; t < length; t++) {
                text.putScalar(new int[] {i, random.nextInt(different), t}, 1);
            }
        }
        return text;
    }

    /** Each pixel is in the object or not. */
    private static INDArray pixels(Random random, int examples, int height, int width) {
        float[] inside = new float[examples * height * width];
        for (int i = 0; i < inside.length; i++) {
            inside[i] = random.nextInt(2);
        }
        return Nd4j.create(inside, new long[] {examples, 1, height, width}, 'c');
    }

    /** One object per image that fills one cell: left, top, right, bottom, in cells, and the class. */
    private static INDArray boxes(Random random, int examples, int rows, int columns) {
        INDArray labels = Nd4j.zeros(DataType.FLOAT, examples, 4 + CLASSES, rows, columns);
        for (int i = 0; i < examples; i++) {
            int y = random.nextInt(rows);
            int x = random.nextInt(columns);
            int[] box = {x, y, x + 1, y + 1};
            for (int side = 0; side < 4; side++) {
                labels.putScalar(new int[] {i, side, y, x}, box[side]);
            }
            labels.putScalar(new int[] {i, 4 + random.nextInt(CLASSES), y, x}, 1);
        }
        return labels;
    }
}
