/**
 * DL4J's model zoo under freezing: the catalogue of its networks, the contract that each is held to, and the models that DL4J
 * can't train itself.
 */
package org.dl4jfreeze.it.zoo;
