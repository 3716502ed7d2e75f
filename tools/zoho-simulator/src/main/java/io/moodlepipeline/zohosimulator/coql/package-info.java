/** COQL as far as the documents show it: one module, conditions, an order, a limit. */
package io.moodlepipeline.zohosimulator.coql;
