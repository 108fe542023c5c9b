/**
 * The page report.html, which needs no other file: tables, figures, claims. May use report and experiment; reckons nothing,
 * and nothing but the command line may use it.
 */
package org.dl4jfreeze.examples.report.html;
