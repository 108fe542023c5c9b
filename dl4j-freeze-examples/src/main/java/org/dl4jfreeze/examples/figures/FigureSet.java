package org.dl4jfreeze.examples.figures;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import org.dl4jfreeze.examples.experiment.Experiment;
import org.dl4jfreeze.examples.report.Figure;
import org.dl4jfreeze.examples.report.Results;

/** The figures of an experiment, the names of their files, and their captions. */
public final class FigureSet {

    private final List<Planned> planned = new ArrayList<>();
    private final Results results;

    private record Planned(String name, Function<Results, Picture> picture, String caption) {}

    /** Plans the figures; draws nothing yet. */
    public FigureSet(Results results) {
        this.results = results;
        Experiment experiment = results.experiment();
        plan(
                experiment.lossFigure(),
                LossPicture::ofPaper,
                "Loss against the fraction of parameters frozen, training part and test part; mean over runs, bars of one"
                        + " standard deviation");
        plan(
                experiment.maskFigure(),
                MaskPicture::new,
                "Averaged mask: fraction of runs in which each parameter is still trained; above all parameters, below "
                        + experiment.zoom().name());
        if (experiment.imageSide().isPresent()) {
            plan(
                    results.name() + "-variance-maps",
                    VarianceMaps::new,
                    "Gradient variance of the first layer's weights as images, one per hidden unit, and which of them are"
                            + " frozen");
        }
        if (LossPicture.leavesOrdersOut(results)) {
            plan(allOrders(), LossPicture::ofAllOrders, "Loss under every order");
        }
    }

    private void plan(String name, Function<Results, Picture> picture, String caption) {
        planned.add(new Planned(name, picture, caption));
    }

    /** Draws them all, as PNG and SVG, to the paths of their file names. */
    public void draw(Function<String, Path> file) throws IOException {
        for (Planned figure : planned) {
            figure.picture.apply(results).write(figure.name, file);
        }
    }

    /** Returns the figures with their captions, at the paths of their file names. */
    public List<Figure> figures(Function<String, Path> file) {
        return planned.stream()
                .map(figure ->
                        new Figure(file.apply(figure.name + ".png"), results.title() + ". " + figure.caption + "."))
                .toList();
    }

    /** Files of an earlier call with other orders, which do not belong to these results. */
    public List<Path> outdated(Function<String, Path> file) {
        return LossPicture.leavesOrdersOut(results)
                ? List.of()
                : List.of(file.apply(allOrders() + ".png"), file.apply(allOrders() + ".svg"));
    }

    private String allOrders() {
        return results.name() + "-orders";
    }
}
