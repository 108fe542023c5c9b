/**
 * DL4J's model zoo under freezing: the catalogue of its networks, the contract that each is held to, and the models that DL4J
 * can't train itself. Uses the library's public types, DL4J, and the neighbouring {@code support}.
 */
package org.dl4jfreeze.it.zoo;
