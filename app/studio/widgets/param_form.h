// SPDX-License-Identifier: GPL-3.0-or-later
// The form of a technique's parameters, made from their specs: nobody writes a form by hand.
#pragma once

#include "core/compress/param_spec.h"

#include <QStringList>
#include <QTimer>
#include <QWidget>

#include <string>
#include <vector>

class QVBoxLayout;

namespace espalier::studio {

class ParamRow;

class ParamForm : public QWidget {
    Q_OBJECT

public:
    /// `specs` belong to a technique and outlive the form.
    explicit ParamForm(const std::vector<ParamSpec>& specs, QWidget* parent = nullptr);

    /// Shows these values without signals. What the user is dragging or typing stays.
    void show_values(const Params& params);
    /// The slider of `key` ends at `most` where that is less than what the parameter allows; the
    /// spin box still takes everything.
    void limit_slider(const std::string& key, double most);
    /// What the field of a text parameter offers; it still takes everything.
    void suggest(const std::string& key, const QStringList& values);
    /// Says below the parameter why its value was refused; an empty text takes it away.
    void show_error(const std::string& key, const QString& message);
    /// Labels, tips, choices and units in the language in use.
    void retranslate();

    [[nodiscard]] bool empty() const { return rows_.empty(); }

Q_SIGNALS:
    /// The user changed a parameter; `value` is as Params::set_text takes it. Many times while a
    /// slider is dragged.
    void changed(const QString& key, const QString& value);
    /// The slider was let go, or nothing was changed for a moment.
    void gesture_ended();

private:
    [[nodiscard]] ParamRow* row(const std::string& key) const;

    QVBoxLayout* layout_;
    QTimer idle_; ///< ends a gesture of keys or wheel, which nobody lets go
    std::vector<ParamRow*> rows_;
};

/// Whether the parameter matters with these values (see ParamSpec::visible_key). A choice that was
/// not made and has options named after parameters counts as what was given: with only "bytes" set,
/// "target" is bytes.
[[nodiscard]] bool is_visible(const ParamSpec& spec, const Params& params);
/// The choice in force, as above.
[[nodiscard]] std::string effective_text(const Params& params, const std::string& key);

} // namespace espalier::studio
