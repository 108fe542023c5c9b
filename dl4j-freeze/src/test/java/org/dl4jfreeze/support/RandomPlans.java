package org.dl4jfreeze.support;

import java.util.Random;
import java.util.function.Supplier;
import org.dl4jfreeze.FreezePlan;
import org.dl4jfreeze.LossPlateau;
import org.dl4jfreeze.OrderCriterion;

/** Plans of all kinds, with names that are hard to write and read. */
public final class RandomPlans {

    private RandomPlans() {}

    public static FreezePlan plan(Random random) {
        FreezePlan plan = random.nextInt(20) == 0 ? FreezePlan.never() : randomStep(random);
        boolean freezes = !plan.equals(FreezePlan.never());
        while (freezes && random.nextBoolean()) {
            FreezePlan before = plan;
            plan = orElse(() -> before.then(randomStep(random)), before);
        }
        String[] names = OrderCriterion.names();
        plan = plan.by(OrderCriterion.named(names[random.nextInt(names.length)], random.nextLong()));
        for (int i = random.nextInt(4); i > 0; i--) {
            FreezePlan before = plan;
            plan = orElse(() -> filtered(before, random), before);
        }
        if (freezes && random.nextBoolean()) {
            FreezePlan reordered = plan.reorderedEvery(1 + random.nextInt(1000));
            plan = random.nextBoolean()
                    ? reordered
                    : orElse(() -> reordered.until(1 + random.nextInt(Integer.MAX_VALUE)), reordered);
        }
        return random.nextInt(4) == 0 ? plan.excludingUntouched() : plan;
    }

    /** Not every step can follow every other, nor a name be included that is excluded: then the plan stays as it was. */
    private static FreezePlan orElse(Supplier<FreezePlan> plan, FreezePlan otherwise) {
        try {
            return plan.get();
        } catch (IllegalArgumentException e) {
            return otherwise;
        }
    }

    private static FreezePlan randomStep(Random random) {
        FreezePlan.When[] times = {
            FreezePlan.atIteration(1 + random.nextInt(100_000)),
            FreezePlan.atEpoch(1 + random.nextInt(100)),
            FreezePlan.atPlateau(new LossPlateau(1 + random.nextInt(200), random.nextDouble(), 1 + random.nextInt(9)))
        };
        FreezePlan.When when = times[random.nextInt(times.length)];
        switch (random.nextInt(3)) {
            case 0:
                return when.count(random.nextInt(Integer.MAX_VALUE));
            case 1:
                return when.fraction(random.nextInt(5) == 0 ? random.nextInt(2) : random.nextDouble());
            default:
                return when.varianceShare(Math.exp(-700 * random.nextDouble()));
        }
    }

    private static FreezePlan filtered(FreezePlan plan, Random random) {
        String[] names = {"0", "W", "b", "", "a \"quoted\" name", "back\\slash\n", "\u00e4\u03a9\ud83d\ude00", "\u0000"
        };
        String name = names[random.nextInt(names.length)];
        switch (random.nextInt(4)) {
            case 0:
                return plan.includingLayers(name, names[random.nextInt(names.length)]);
            case 1:
                return plan.excludingLayers(name);
            case 2:
                return plan.includingKinds(name);
            default:
                return plan.excludingKinds(name);
        }
    }
}
