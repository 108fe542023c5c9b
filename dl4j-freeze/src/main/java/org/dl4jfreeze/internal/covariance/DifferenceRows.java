package org.dl4jfreeze.internal.covariance;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.ZipException;
import org.dl4jfreeze.internal.memory.ArraySink;
import org.dl4jfreeze.internal.memory.ArraySource;
import org.dl4jfreeze.internal.memory.ElementType;
import org.dl4jfreeze.internal.memory.FiniteCheck;
import org.dl4jfreeze.internal.memory.FlatArray;
import org.dl4jfreeze.internal.memory.ParameterRanges;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.ndarray.INDArray;

/** Differences of n numbers each, one per row, in chunks of rows, so that nothing is copied when more rows are appended. */
final class DifferenceRows {

    private static final int MOST_ROWS = 256;
    private static final long CHUNK_BYTES = 32L << 20;

    private final int columns;
    private final DataType type;
    private final int chunkRows;
    private final List<INDArray> chunks = new ArrayList<>();
    private int size;

    /** Reserves chunks of equal size for the expected number of rows; 0 if it is unknown. */
    DifferenceRows(int columns, DataType type, long expected) {
        this(columns, type, chunkRows(columns, type, expected), 0);
    }

    private DifferenceRows(int columns, DataType type, int chunkRows, int size) {
        this.columns = columns;
        this.type = type;
        this.chunkRows = chunkRows;
        this.size = size;
    }

    static int chunkRows(long columns, DataType type, long expected) {
        long most = Math.max(1, Math.min(MOST_ROWS, CHUNK_BYTES / (columns * type.width())));
        if (expected <= 0) {
            return (int) most;
        }
        long chunks = (expected + most - 1) / most;
        return (int) ((expected + chunks - 1) / chunks);
    }

    /** Returns the bytes of a number of rows, if {@code expected} rows were expected. */
    static long bytes(long columns, DataType type, long expected, long rows) {
        long chunkRows = chunkRows(columns, type, expected);
        return (rows + chunkRows - 1) / chunkRows * chunkRows * columns * type.width();
    }

    int size() {
        return size;
    }

    /** Returns the bytes that are allocated. */
    long bytes() {
        return (long) chunks.size() * chunkRows * columns * type.width();
    }

    int columns() {
        return columns;
    }

    DataType type() {
        return type;
    }

    int chunkRows() {
        return chunkRows;
    }

    /** Returns the number of chunks that contain rows. */
    int chunks() {
        return (size + chunkRows - 1) / chunkRows;
    }

    INDArray chunk(int index) {
        return chunks.get(index);
    }

    int rowsIn(int chunk) {
        return Math.min(chunkRows, size - chunk * chunkRows);
    }

    /** Returns a view of the rows that a chunk contains. */
    INDArray used(int chunk) {
        int count = rowsIn(chunk);
        return FlatArray.range(chunks.get(chunk), 0, (long) count * columns).reshape(count, columns);
    }

    void append(INDArray flat, ParameterRanges parameters) {
        parameters.gather(flat, chunkOfNext(), positionOfNext());
        size++;
    }

    /** Appends a row of another object of the same width and type. */
    void append(DifferenceRows other, int row) {
        FlatArray.copy(
                other.chunk(row / other.chunkRows),
                (long) (row % other.chunkRows) * columns,
                chunkOfNext(),
                positionOfNext(),
                columns);
        size++;
    }

    private INDArray chunkOfNext() {
        if (size == chunks.size() * chunkRows) {
            chunks.add(FlatArray.uninitialised(type, chunkRows, columns));
        }
        return chunks.get(size / chunkRows);
    }

    private long positionOfNext() {
        return (long) (size % chunkRows) * columns;
    }

    void read(int row, int from, int count, double[] target) {
        FlatArray.read(chunks.get(row / chunkRows), (long) (row % chunkRows) * columns + from, target, 0, count);
    }

    /** Multiplies each row of a chunk by the root of its weight. */
    void scaleChunk(int chunk, RowWeights weights) {
        for (int row = 0; row < rowsIn(chunk); row++) {
            double root = Math.sqrt(weights.get(chunk * chunkRows + row));
            FlatArray.scale(chunks.get(chunk), (long) row * columns, columns, root);
        }
    }

    /** Copies all rows, in the same chunks: these decide in which order samples are added up, and so how that is rounded. */
    DifferenceRows copy() {
        DifferenceRows copy = new DifferenceRows(columns, type, chunkRows, size);
        for (int chunk = 0; chunk < chunks(); chunk++) {
            copy.chunks.add(FlatArray.uninitialised(type, chunkRows, columns));
            FlatArray.copy(chunks.get(chunk), 0, copy.chunks.get(chunk), 0, (long) rowsIn(chunk) * columns);
        }
        return copy;
    }

    /** Saves the rows, one array [rows, n] for each chunk. */
    void save(ArraySink arrays) throws IOException {
        for (int chunk = 0; chunk < chunks(); chunk++) {
            arrays.write(name(chunk), used(chunk));
        }
    }

    /**
     * Restores rows.
     *
     * @param expected the number that had been expected
     */
    static DifferenceRows restored(int columns, DataType type, long expected, int size, ArraySource arrays)
            throws IOException {
        DifferenceRows rows = new DifferenceRows(columns, type, chunkRows(columns, type, expected), size);
        try {
            for (int chunk = 0; chunk < rows.chunks(); chunk++) {
                arrays.check(name(chunk), ElementType.of(type), rows.rowsIn(chunk), columns);
            }
            for (int chunk = 0; chunk < rows.chunks(); chunk++) {
                rows.chunks.add(FlatArray.uninitialised(type, rows.chunkRows, columns));
                arrays.read(name(chunk), rows.used(chunk));
                if (!FiniteCheck.isFinite(rows.used(chunk))) {
                    throw new ZipException(name(chunk) + " has NaN or infinity, expected finite numbers");
                }
            }
        } catch (IOException | RuntimeException e) {
            rows.release();
            throw e;
        }
        return rows;
    }

    private static String name(int chunk) {
        return "covariance-differences-" + chunk;
    }

    /** Removes all rows, and keeps their memory for further ones. */
    void clear() {
        size = 0;
    }

    void release(int chunk) {
        FlatArray.release(chunks.get(chunk));
    }

    void release() {
        chunks.forEach(FlatArray::release);
        chunks.clear();
        size = 0;
    }
}
