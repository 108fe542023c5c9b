package org.dl4jfreeze.examples.experiment;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.OrderCriterion;
import org.dl4jfreeze.examples.experiment.Treatment.Mask;

/**
 * Everything that decides the numbers of a comparison of fixed masks with re-ordered ones, checked when it is created: the settings
 * of the training, and the interval, in iterations, at which the mask is re-chosen.
 */
public record ReorderingSettings(Settings training, int interval) {

    public ReorderingSettings {
        int longest = training.iterations() - 1 - training.freezeAt();
        if (interval < 1 || interval > longest) {
            throw new IllegalArgumentException("Invalid interval of re-ordering " + interval + ", must be in [1, "
                    + longest + "]: the first order is computed at iteration " + training.freezeAt()
                    + " and the last of "
                    + training.iterations()
                    + " iterations must follow a re-ordering; re-order more often, freeze earlier"
                    + " or train longer");
        }
        for (double fraction : training.fractions()) {
            if (fraction == 0 || fraction == 1) {
                throw new IllegalArgumentException("Invalid fraction " + fraction
                        + ", must be above 0 and below 1: otherwise there is nothing to order, and the network with"
                        + " nothing frozen is always trained; choose for instance 0.9");
            }
        }
    }

    /** Returns all treatments: nothing frozen, then order by order, fraction by fraction, fixed and re-ordered. */
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

    /** Creates the library's plan for a treatment; each re-ordering derives another random order from the seed. */
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
