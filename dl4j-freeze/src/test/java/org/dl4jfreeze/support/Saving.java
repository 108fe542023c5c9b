package org.dl4jfreeze.support;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.deeplearning4j.nn.api.Model;
import org.deeplearning4j.nn.multilayer.MultiLayerNetwork;
import org.deeplearning4j.util.ModelSerializer;

/** DL4J's zip file and back. */
public final class Saving {

    private Saving() {}

    public static Model restored(Model model, boolean withUpdater) {
        try {
            ByteArrayOutputStream zip = new ByteArrayOutputStream();
            ModelSerializer.writeModel(model, zip, withUpdater);
            ByteArrayInputStream in = new ByteArrayInputStream(zip.toByteArray());
            return model instanceof MultiLayerNetwork
                    ? ModelSerializer.restoreMultiLayerNetwork(in, withUpdater)
                    : ModelSerializer.restoreComputationGraph(in, withUpdater);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
