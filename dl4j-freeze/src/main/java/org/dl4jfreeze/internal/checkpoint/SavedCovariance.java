package org.dl4jfreeze.internal.checkpoint;

import java.io.EOFException;
import java.io.IOException;
import java.io.Serializable;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;
import java.util.zip.ZipOutputStream;
import org.dl4jfreeze.internal.covariance.CovarianceAccumulator;
import org.dl4jfreeze.internal.covariance.CovarianceContent;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.OffHeapMemory;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.linalg.indexing.NDArrayIndex;

/**
 * Reads and writes a full covariance in a zip file: its numbers in separate entries, in the order of
 * {@link CovarianceAccumulator#forEachPart}, and this object, to be saved in the same file, which describes the
 * covariance and identifies its numbers by a checksum.
 */
public final class SavedCovariance implements Serializable {

    private static final long serialVersionUID = 1L;

    private static final String NAME = ModelZip.OBJECTS + "dl4jfreeze.covariance";
    private static final int BLOCK_BYTES = 1 << 26;

    private final CovarianceContent content;
    /** The number of elements of each part. */
    private final long[] lengths;

    private final long checksum;

    private SavedCovariance(CovarianceContent content, long[] lengths, long checksum) {
        this.content = content;
        this.lengths = lengths;
        this.checksum = checksum;
    }

    /** Tells whether an entry of a model file is part of a covariance, which DL4J must not read into the heap. */
    public static boolean isPart(String entry) {
        return entry.startsWith(NAME + ".");
    }

    /** Adds the numbers of a covariance, which must not change meanwhile, to a zip file, and returns what is to be saved with them. */
    public static SavedCovariance write(CovarianceAccumulator covariance, ZipOutputStream zip) throws IOException {
        return write(covariance, zip, BLOCK_BYTES);
    }

    static SavedCovariance write(CovarianceAccumulator covariance, ZipOutputStream zip, int blockBytes)
            throws IOException {
        List<Long> lengths = new ArrayList<>();
        BlockOutput out = new BlockOutput(zip, NAME, blockBytes);
        try {
            covariance.forEachPart(part -> {
                lengths.add(part.length());
                try {
                    FlatArray.write(part, out);
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
        out.close();
        return new SavedCovariance(
                covariance.describe(),
                lengths.stream().mapToLong(Long::longValue).toArray(),
                out.checksum());
    }

    /**
     * Restores the covariance from the file that contains its numbers; the caller closes it.
     *
     * @throws ZipException          if the numbers are missing, damaged, or those of another covariance
     * @throws IllegalStateException if there is not enough memory
     */
    @SuppressWarnings("try")
    public CovarianceAccumulator read(ZipFile zip) throws IOException {
        OffHeapMemory.require(
                content.bytesNeeded(),
                "Loading the full covariance of "
                        + content.samples() + " samples over "
                        + content.parameters() + " parameters",
                "free other memory, save without the covariance by closing the listener before, or raise the limit,"
                        + " -Dorg.bytedeco.javacpp.maxphysicalbytes");
        try (MemoryWorkspace outside = Nd4j.getMemoryManager().scopeOutOfWorkspaces();
                BlockInput in = new BlockInput(zip, NAME);
                INDArray buffer = Nd4j.createUninitialized(
                        content.dataType(),
                        Math.max(1, Arrays.stream(lengths).max().orElse(1)))) {
            Iterator<Long> remaining = Arrays.stream(lengths).iterator();
            CovarianceAccumulator read =
                    CovarianceAccumulator.restored(content, () -> nextPart(in, buffer, remaining.next()));
            try {
                checkEnd(in);
                return read;
            } catch (IOException e) {
                read.close();
                throw e;
            }
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    private void checkEnd(BlockInput in) throws IOException {
        if (in.read() >= 0 || in.checksum() != checksum) {
            throw new ZipException(
                    "its full covariance is not the one that was saved with it, but that of another training");
        }
    }

    private static INDArray nextPart(BlockInput in, INDArray buffer, long length) {
        INDArray part = buffer.get(NDArrayIndex.interval(0, length));
        try {
            FlatArray.read(in, part);
        } catch (EOFException e) {
            throw new UncheckedIOException(new ZipException("its full covariance is incomplete: entry " + in.missing()
                    + " is missing, or the entries before it are those of another training"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return part;
    }
}
