/**
 * When the training loss has stopped to fall: a rule on a sequence of losses, and a detector that follows it.
 *
 * <p>Pure Java on numbers: this package knows no network, no listener and no order.
 */
package org.dl4jfreeze.plateau;
