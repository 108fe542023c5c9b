/** The page report.html, which needs no other file. It presents what {@code report} computed and computes nothing itself. */
package org.dl4jfreeze.examples.report.html;
