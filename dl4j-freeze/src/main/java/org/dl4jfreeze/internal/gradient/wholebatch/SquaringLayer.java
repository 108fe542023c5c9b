package org.dl4jfreeze.internal.gradient.wholebatch;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.util.LinkedHashSet;
import java.util.Set;
import org.deeplearning4j.nn.api.Layer;
import org.dl4jfreeze.internal.dl4j.Delegation;

/**
 * Wraps a layer as a proxy of all its interfaces (DL4J tests whether a layer is recurrent, or computes the loss): passes all calls
 * on, and after the backward pass makes the layer's {@link SumGradSquared} overwrite the gradient.
 */
final class SquaringLayer implements InvocationHandler {

    private final Layer layer;
    private final SumGradSquared squares;

    private SquaringLayer(Layer layer, SumGradSquared squares) {
        this.layer = layer;
        this.squares = squares;
    }

    static Layer around(Layer layer, SumGradSquared squares) {
        Set<Class<?>> interfaces = new LinkedHashSet<>();
        for (Class<?> type = layer.getClass(); type != null; type = type.getSuperclass()) {
            interfaces.addAll(Set.of(type.getInterfaces()));
        }
        return (Layer) Proxy.newProxyInstance(
                layer.getClass().getClassLoader(),
                interfaces.toArray(Class<?>[]::new),
                new SquaringLayer(layer, squares));
    }

    @Override
    public Object invoke(Object proxy, Method method, Object[] arguments) throws Throwable {
        String name = method.getName();
        if (name.equals("computeScore")) {
            // the shadow's loss is not used
            return 0.0;
        }
        squares.called(name, arguments);
        Object result = Delegation.call(layer, method, arguments);
        if (name.equals("backpropGradient")) {
            squares.replaceGradient(layer);
        }
        return result;
    }
}
