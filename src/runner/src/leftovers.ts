import { sendLeftovers } from "./saver.js";

// On every page of the stage: a family that comes back to the list of studies brings along what it couldn't send.
void sendLeftovers();
