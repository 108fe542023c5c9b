package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.examples.experiment.Treatment.Mask;

/**
 * Everything that decides the numbers of a comparison of fixed masks with re-ordered ones; a value that was checked when it
 * was built.
 */
public final class ReorderingSettings {

    private final Settings training;
    private final int interval;

    /**
     * Checks them.
     *
     * @param training everything but the interval
     * @param interval iterations from one order to the next
     * @throws IllegalArgumentException if the mask would never be chosen anew, or a fraction is 0 or 1
     */
    public ReorderingSettings(Settings training, int interval) {
        int longest = training.iterations() - 1 - training.freezeAt();
        if (interval < 1 || interval > longest) {
            throw new IllegalArgumentException("Invalid interval of re-ordering " + interval + ", must be in [1, "
                    + longest + "], as the last of " + training.iterations() + " iterations is to follow a re-ordering"
                    + " and the first order is made at " + training.freezeAt()
                    + "; re-order more often, freeze earlier or train longer");
        }
        for (double fraction : training.fractions()) {
            if (fraction == 0 || fraction == 1) {
                throw new IllegalArgumentException("Invalid fraction " + fraction
                        + ", must be above 0 and below 1: otherwise there is nothing to order, and the network with"
                        + " nothing frozen is trained in any case; choose for instance 0.9");
            }
        }
        this.training = training;
        this.interval = interval;
    }

    /**
     * Everything but the interval.
     *
     * @return the settings
     */
    public Settings training() {
        return training;
    }

    /**
     * Iterations from one order to the next.
     *
     * @return at least 1
     */
    public int interval() {
        return interval;
    }

    /**
     * All treatments that are compared: nothing frozen, then order by order, fraction by fraction, fixed and re-ordered.
     *
     * @return in a fixed order
     */
    public List<Treatment> treatments() {
        List<Treatment> treatments = new ArrayList<>(List.of(Treatment.NONE));
        for (String order : training.orders()) {
            for (double fraction : training.fractions()) {
                treatments.add(new Treatment(order, Mask.FIXED, fraction));
                treatments.add(new Treatment(order, Mask.REORDERED, fraction));
            }
        }
        return treatments;
    }

    /**
     * The library's plan for a treatment.
     *
     * @param randomSeed seed of a random order; each re-ordering draws a further one from it
     * @return the plan; none where nothing is frozen
     */
    Optional<FreezePlan> plan(Treatment treatment, long randomSeed) {
        if (treatment.mask() == Mask.NONE) {
            return Optional.empty();
        }
        FreezePlan fixed = FreezePlan.atIteration(training.freezeAt())
                .fraction(treatment.fraction())
                .by(OrderCriterion.named(treatment.order(), randomSeed));
        return Optional.of(treatment.mask() == Mask.FIXED ? fixed : fixed.reorderedEvery(interval));
    }
}
