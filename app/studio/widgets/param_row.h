// SPDX-License-Identifier: GPL-3.0-or-later
// One row of a ParamForm: what edits one parameter, above it its name (docks are narrow and
// languages long), and below it why a value was refused.
#pragma once

#include "core/compress/param_spec.h"

#include <QStringList>
#include <QWidget>

class QLabel;
class QVBoxLayout;

namespace espalier::studio {

class ParamRow : public QWidget {
    Q_OBJECT

public:
    /// The row that fits the parameter's type.
    static ParamRow* make(const ParamSpec& spec, QWidget* parent);

    [[nodiscard]] const ParamSpec& spec() const { return spec_; }

    /// Without signals. Leaves alone what is being dragged.
    virtual void show_value(const Params& params) = 0;

    virtual void retranslate();

    virtual void limit_slider(double /*most*/) {}

    virtual void suggest(const QStringList& /*values*/) {}

    /// Being dragged at this moment.
    [[nodiscard]] virtual bool held() const { return false; }

    void show_error(const QString& message);

Q_SIGNALS:
    void changed(const QString& value);
    /// The user let go; other changes end by themselves after a moment.
    void released();

protected:
    ParamRow(const ParamSpec& spec, bool labelled, QWidget* parent);

    /// Definition, then range and unit.
    [[nodiscard]] QString tip() const;
    /// Puts the editor into the row; names it for tests, lessons and screen readers.
    void set_editor(QWidget* editor);

    void changeEvent(QEvent* event) override;

private:
    void colour_error();

    const ParamSpec& spec_;
    QLabel* label_ = nullptr; ///< above the editor; none where that names itself (a check box)
    QLabel* error_;
    QVBoxLayout* layout_;
};

} // namespace espalier::studio
