package org.stiffgrad.sensitivity;

import org.stiffgrad.integrate.SolverStatistics;

/**
 * What a gradient took.
 *
 * @param forward the integration of the state (all of them, where a method needs several)
 * @param reverse the integration of the adjoint
 * @param bytes the bytes of backend memory held at the end, all buffers together
 */
public record SensitivityStatistics(
    SolverStatistics forward, SolverStatistics reverse, long bytes) {}
