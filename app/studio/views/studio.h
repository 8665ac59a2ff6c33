// SPDX-License-Identifier: GPL-3.0-or-later
// What every view, dock and dialog is given: one of each, owned by the window.
#pragma once

namespace espalier::studio {

class Document;
class Jobs;
class Selection;
class Settings;

struct Studio {
    Document& document;
    Selection& selection;
    Jobs& jobs;
    Settings& settings;
};

} // namespace espalier::studio
