package org.dl4jfreeze.it.support;

import static org.bytedeco.hdf5.global.hdf5.H5F_ACC_TRUNC;
import static org.bytedeco.hdf5.global.hdf5.H5S_SCALAR;

import java.io.File;
import java.nio.charset.StandardCharsets;
import org.bytedeco.hdf5.Attribute;
import org.bytedeco.hdf5.DataSet;
import org.bytedeco.hdf5.DataSpace;
import org.bytedeco.hdf5.Group;
import org.bytedeco.hdf5.H5File;
import org.bytedeco.hdf5.PredType;
import org.bytedeco.hdf5.StrType;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.FloatPointer;

/**
 * A Keras 2 model in HDF5, as {@code model.save("model.h5")} writes it: configuration, training configuration with Adam, and the
 * weights of each layer in a group of its own.
 */
public final class KerasFile implements AutoCloseable {

    private final H5File file;
    private final Group weights;

    /**
     * A new file.
     *
     * @param modelJson    Keras' configuration of the model
     * @param trainingJson Keras' configuration of optimizer and loss
     */
    public KerasFile(File path, String modelJson, String trainingJson) {
        file = new H5File(path.getPath(), H5F_ACC_TRUNC);
        write(file, "keras_version", "2.4.3");
        write(file, "backend", "tensorflow");
        write(file, "model_config", modelJson);
        write(file, "training_config", trainingJson);
        weights = file.createGroup("model_weights");
    }

    /** A layer without weights. */
    public void addLayer(String name) {
        try (Group layer = weights.createGroup(name)) {
            write(layer, "weight_names", "");
        }
    }

    /**
     * A layer with kernel and bias.
     *
     * @param shape  of the kernel
     * @param kernel its numbers, the last index fastest
     */
    public void addLayer(String name, long[] shape, float[] kernel, float[] bias) {
        try (Group layer = weights.createGroup(name);
                Group inner = layer.createGroup(name)) {
            write(layer, "weight_names", name + "/kernel:0");
            write(inner, "kernel:0", shape, kernel);
            write(inner, "bias:0", new long[] {bias.length}, bias);
        }
    }

    private static void write(Group group, String name, String text) {
        byte[] bytes = (text + '\0').getBytes(StandardCharsets.UTF_8);
        try (StrType type = new StrType(PredType.C_S1(), bytes.length);
                DataSpace space = new DataSpace(H5S_SCALAR);
                Attribute attribute = group.createAttribute(name, type, space);
                BytePointer pointer = new BytePointer(bytes)) {
            attribute.write(type, pointer);
        }
    }

    private static void write(Group group, String name, long[] shape, float[] numbers) {
        try (DataSpace space = new DataSpace(shape.length, shape);
                DataSet data = group.createDataSet(name, PredType.NATIVE_FLOAT(), space);
                FloatPointer pointer = new FloatPointer(numbers)) {
            data.write(pointer, PredType.NATIVE_FLOAT());
        }
    }

    @Override
    public void close() {
        weights._close();
        file._close();
    }
}
