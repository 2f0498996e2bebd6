"""The same map as one writes it first: Streamlit's own charts and figures, made anew for every browser at every tick.

``STOCK`` in the environment says with what the robots are drawn: ``pyplot`` or ``scatter``; ``metric`` draws no robots
and reads nothing, so it is what Streamlit itself costs.
"""

from __future__ import annotations

import os

import numpy as np
import streamlit as st

from twin.exercise.host.client import Client
from twin.exercise.picture.codec import unpack_picture
from twin.lab.replay_frames import STATES


@st.cache_resource
def client() -> Client:
    """The client of this server."""
    return Client()


@st.fragment(run_every=1.0)
def tick() -> None:
    """Everything, every second."""
    if os.environ["STOCK"] == "metric":
        st.metric("Ticks", st.session_state.setdefault("ticks", 0))
        st.session_state["ticks"] += 1
        return
    token = st.query_params["seat"]
    view, body = client().view(token)[1], client().picture(token, "map:reported")[1]
    if view is None or body is None:
        return
    robots = unpack_picture(body).sections
    for column, kpi in zip(st.columns(len(view["kpis"]) or 1), view["kpis"], strict=False):
        column.metric(kpi["title"], kpi["value"])
    x_m, y_m = robots["robot_x"] / 100 - 10, robots["robot_y"] / 100 - 10
    names = np.array([*STATES, "unknown"])[robots["robot_state"]]
    (_figure if os.environ["STOCK"] == "pyplot" else _chart)(x_m, y_m, names)


def _figure(x_m: np.ndarray, y_m: np.ndarray, names: np.ndarray) -> None:
    import matplotlib.pyplot as plt

    figure, axes = plt.subplots()
    for state in np.unique(names):
        axes.scatter(x_m[names == state], y_m[names == state], label=state, s=12)
    axes.legend()
    st.pyplot(figure)
    plt.close(figure)


def _chart(x_m: np.ndarray, y_m: np.ndarray, names: np.ndarray) -> None:
    import pandas as pd

    st.scatter_chart(pd.DataFrame({"east": x_m, "north": y_m, "state": names}), x="east", y="north", color="state")


tick()
