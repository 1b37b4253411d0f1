/** The Python that all results of a forecast share: a regular course, plain guesses and smoothing, a back-test with a rolling origin. */

export type ForecastNames = {
  readonly table: string
  readonly period: string
  readonly value: string
  readonly frequency: string
  readonly season: number
  readonly horizon: number
  /** What stands for a period without rows. */
  readonly gaps: string
}

export const FORECAST_CODE = ({
  table,
  period,
  value,
  frequency,
  season,
  horizon,
  gaps,
}: ForecastNames): string => `from itertools import product

import numpy as np
import pandas as pd

horizon = ${horizon}
course = ${table}[[${period}, ${value}]].dropna(subset=[${period}])
history = pd.Series(
    course[${value}].astype("float64").to_numpy(), index=pd.DatetimeIndex(course[${period}])
).sort_index()
# One value a period, with none left out.
if len(history):
    history = history.reindex(pd.date_range(history.index[0], history.index[-1], freq=${frequency}))
gaps = int(history.isna().sum())
${gaps}
history = history.tail(600)
${
  season > 1
    ? `# A season is believed once it was seen three times: two to learn it, one to test it.
season = ${season} if len(history) >= ${3 * season} else 1`
    : 'season = 1'
}


def last_value(values, steps):
    return np.full(steps, values[-1])


def last_season(values, steps):
    return np.resize(values[-season:], steps)


def smoothed(values, alpha, beta, gamma, damping, steps):
    """Holt and Winters' additive smoothing with a damped trend: the squared errors on the way, and the forecast."""
    level, trend = values[:season].mean(), 0.0
    seasonal = np.zeros(season)
    if season > 1:
        # The first two seasons tell the rise from one to the next, and what is left of the first is the season.
        trend = (values[season : 2 * season].mean() - level) / season
        middle = (season - 1) / 2
        seasonal = values[:season] - level - trend * (np.arange(season) - middle)
        level += trend * middle
    squared = 0.0
    for at in range(season, len(values)):
        expected = level + damping * trend
        error = values[at] - expected - seasonal[at % season]
        squared += error**2
        trend = damping * trend + alpha * beta * error
        level = expected + alpha * error
        if season > 1:
            seasonal[at % season] += gamma * (1 - alpha) * error
    ahead = np.arange(1, steps + 1)
    return squared, level + trend * np.cumsum(damping**ahead) + seasonal[(len(values) - 1 + ahead) % season]


def smoothing(values, steps):
    """With the weights that would have done best one step ahead."""
    weights = product([0.05, 0.2, 0.5], [0.05, 0.3], [0.05, 0.2] if season > 1 else [0.0], [0.8, 0.95, 1.0])
    return min((smoothed(values, *each, steps) for each in weights), key=lambda fit: fit[0])[1]


methods = {"last value": last_value}
if season > 1:
    methods["last season"] = last_season
guesses = list(methods)
methods["exponential smoothing"] = smoothing

# Each origin is a moment of the past: what came before is known, what came after is to be forecast.
shortest = max(8, 2 * season)
origins = np.arange(shortest, len(history))[-max(24, min(horizon, len(history) // 3)) :]
tests = []
for origin in origins:
    actual = history.to_numpy()[origin : origin + horizon]
    for name, method in methods.items():
        error = method(history.to_numpy()[:origin], len(actual)) - actual
        tests += [{"method": name, "step": step, "error": one} for step, one in enumerate(error, start=1)]
errors = pd.DataFrame(tests, columns=["method", "step", "error"]).astype({"step": "int64", "error": "float64"})

used = None  # Without a test there is no forecast.
if len(origins) >= 3:
    size = errors["error"].abs().groupby(errors["method"]).mean()
    guess = size[guesses].idxmin()
    # Smoothing must earn its place: a gain of a few percent is soon chance.
    used = "exponential smoothing" if size["exponential smoothing"] < 0.95 * size[guess] else guess


def reach_of(step):
    """What 80 % of the errors at this distance and those next to it stayed within; none where there are fewer than ten."""
    near = errors.loc[(errors["method"] == used) & ((errors["step"] - step).abs() <= 1), "error"].abs()
    return near.quantile(0.8) if len(near) >= 10 else np.nan`
