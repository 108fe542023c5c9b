package org.dl4jfreeze.examples.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.report.Figure;
import org.dl4jfreeze.examples.report.Results;

/** Which figures an experiment has, how their files are called, and what stands below them. */
public final class FigureSet {

    private final List<Planned> planned = new ArrayList<>();
    private final Results results;

    /**
     * Plans the figures of an experiment; draws nothing yet.
     *
     * @param results the runs
     */
    public FigureSet(Results results) {
        this.results = results;
        Experiment experiment = results.experiment();
        plan(
                experiment.lossFigure(),
                Figures::loss,
                "Loss against the fraction of parameters frozen, training part and test part; mean over runs, bars of one"
                        + " standard deviation");
        plan(
                experiment.maskFigure(),
                Figures::masks,
                "Averaged mask: in which part of the runs each parameter is still trained; above all parameters, below "
                        + experiment.zoom().name());
        if (experiment.imageSide().isPresent()) {
            plan(
                    results.name() + "-variance-maps",
                    Figures::varianceMaps,
                    "Gradient variance of the first layer's weights as images, one per hidden unit, and which of them are"
                            + " frozen");
        }
        if (Figures.lossLeavesOrdersOut(results)) {
            plan(allOrders(), Figures::allOrders, "Loss under every order");
        }
    }

    private void plan(String name, Drawer drawer, String caption) {
        planned.add(new Planned(name, drawer, caption));
    }

    /**
     * Draws them all, as PNG and SVG.
     *
     * @param file where to write a file of a given name
     * @throws IOException if one cannot be written
     */
    public void draw(Function<String, Path> file) throws IOException {
        for (Planned figure : planned) {
            figure.drawer.draw(results, figure.name, file);
        }
    }

    /**
     * The figures with their captions.
     *
     * @param file where the file of a given name lies
     * @return one per figure, in their order
     */
    public List<Figure> figures(Function<String, Path> file) {
        List<Figure> figures = new ArrayList<>();
        for (Planned figure : planned) {
            figures.add(new Figure(file.apply(figure.name + ".png"), results.title() + ". " + figure.caption + "."));
        }
        return figures;
    }

    /**
     * Files that an earlier call with other orders may have left beside these figures.
     *
     * @param file where the file of a given name lies
     * @return files that are none of these results
     */
    public List<Path> outdated(Function<String, Path> file) {
        return Figures.lossLeavesOrdersOut(results)
                ? List.of()
                : List.of(file.apply(allOrders() + ".png"), file.apply(allOrders() + ".svg"));
    }

    private String allOrders() {
        return results.name() + "-orders";
    }

    private interface Drawer {
        void draw(Results results, String name, Function<String, Path> file) throws IOException;
    }

    private static final class Planned {

        private final String name;
        private final Drawer drawer;
        private final String caption;

        Planned(String name, Drawer drawer, String caption) {
            this.name = name;
            this.drawer = drawer;
            this.caption = caption;
        }
    }
}
