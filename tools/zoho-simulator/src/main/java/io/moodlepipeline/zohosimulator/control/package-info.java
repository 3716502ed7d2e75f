/** {@code /simulator}: what tests and people look at and set, and Zoho does not have. */
package io.moodlepipeline.zohosimulator.control;
