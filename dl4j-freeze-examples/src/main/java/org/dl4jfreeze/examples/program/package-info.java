/**
 * Three complete programs to copy. Each trains a network on MNIST with and without freezing and prints a comparison. They use
 * DL4J and the library's public API. {@code Digits} supplies the data (put your own {@code DataSetIterator} in its place);
 * {@code Watch} and {@code Comparison} only measure and print, and can be left out of a copy with the lines that call them.
 */
package org.dl4jfreeze.examples.program;
