/** Access tokens: who gets one, for how long, how many, and what it opens. */
package io.moodlepipeline.zohosimulator.oauth;
