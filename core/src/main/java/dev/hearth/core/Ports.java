package dev.hearth.core;

/** The four ports that nearly every room takes, handed over together. */
public record Ports(Time time, Timers timers, Tasks tasks, Randomness randomness) {}
