package org.dl4jfreeze.examples.report;

import com.fasterxml.jackson.annotation.JsonProperty;
import java.util.Arrays;
import org.apache.commons.statistics.descriptive.Mean;
import org.apache.commons.statistics.descriptive.StandardDeviation;

/** Mean and standard deviation (n - 1) of a sample. The mean of no value and the deviation of a single one are NaN. */
public record MeanDeviation(
        double mean, @JsonProperty("standard_deviation") double deviation) {

    public static MeanDeviation of(double... values) {
        Mean mean = Mean.create();
        StandardDeviation deviation = StandardDeviation.create();
        Arrays.stream(values).forEach(mean.andThen(deviation));
        return new MeanDeviation(mean.getAsDouble(), values.length < 2 ? Double.NaN : deviation.getAsDouble());
    }

    /** Returns both with four digits of the mean, for a table. */
    @Override
    public String toString() {
        return NumberText.fourDigits(mean, deviation);
    }
}
