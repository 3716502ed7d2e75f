/** The mapping file: which module and field each value of an event goes to. */
package io.moodlepipeline.zoho.mapping;
