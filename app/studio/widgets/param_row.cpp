// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/widgets/param_row.h"

#include "app/studio/document/text.h"
#include "app/studio/shell/language.h"
#include "app/studio/shell/theme.h"
#include "app/studio/widgets/number_box.h"
#include "app/studio/widgets/param_form.h"
#include "app/studio/widgets/slider_scale.h"

#include <QCheckBox>
#include <QComboBox>
#include <QCompleter>
#include <QEvent>
#include <QHBoxLayout>
#include <QLabel>
#include <QLineEdit>
#include <QLocale>
#include <QSignalBlocker>
#include <QSlider>
#include <QVBoxLayout>
#include <QWheelEvent>

#include <cmath>

namespace espalier::studio {

namespace {

/// Scrolling a list of cards must not change what passes under the pointer.
class CalmSlider final : public QSlider {
public:
    explicit CalmSlider(QWidget* parent)
        : QSlider(Qt::Horizontal, parent) {}

protected:
    void wheelEvent(QWheelEvent* event) override {
        hasFocus() ? QSlider::wheelEvent(event) : event->ignore();
    }
};

class CalmCombo final : public QComboBox {
public:
    using QComboBox::QComboBox;

protected:
    void wheelEvent(QWheelEvent* event) override {
        hasFocus() ? QComboBox::wheelEvent(event) : event->ignore();
    }
};

class NumberRow final : public ParamRow {
public:
    NumberRow(const ParamSpec& spec, QWidget* parent)
        : ParamRow(spec, true, parent)
        , scale_(spec)
        , slider_(new CalmSlider(this))
        , box_(new NumberBox(spec.type == ParamType::Integer, this)) {
        auto* line = new QWidget(this);
        auto* layout = new QHBoxLayout(line);
        layout->setContentsMargins(0, 0, 0, 0);
        layout->addWidget(slider_, 1);
        layout->addWidget(box_);
        slider_->setObjectName(text(spec.key + "-slider"));
        slider_->setMinimumWidth(60);
        slider_->setMinimumHeight(24);
        slider_->setFocusPolicy(Qt::StrongFocus);
        box_->setObjectName(text(spec.key));
        box_->setMinimumHeight(24);
        box_->setRange(spec.min, spec.max);
        line->setFocusProxy(slider_);
        set_editor(line);
        rescale();
        connect(slider_, &QSlider::valueChanged, this, [this](int position) { slide(position); });
        connect(slider_, &QSlider::sliderReleased, this, &ParamRow::released);
        connect(box_, &QDoubleSpinBox::valueChanged, this, [this](double value) {
            const QSignalBlocker quiet(slider_);
            slider_->setValue(scale_.position(value));
            tell(value);
        });
    }

    void show_value(const Params& params) override {
        const double value = params.real(this->spec().key);
        if (!slider_->isSliderDown() && scale_.value(slider_->value()) != value) {
            const QSignalBlocker quiet(slider_);
            slider_->setValue(scale_.position(value));
        }
        if (box_->value() != value) {
            const QSignalBlocker quiet(box_);
            box_->setValue(value);
        }
    }

    void retranslate() override {
        ParamRow::retranslate();
        box_->setSuffix(spec().unit.empty() ? QString()
                                            : QStringLiteral(" ") + technique_text(spec().unit));
        box_->setLocale(QLocale());
        box_->setAccessibleName(technique_text(spec().label));
        slider_->setAccessibleName(technique_text(spec().label));
        for (QWidget* each : {static_cast<QWidget*>(box_), static_cast<QWidget*>(slider_)}) {
            each->setToolTip(tip());
        }
    }

    void limit_slider(double most) override {
        if (slider_->isSliderDown()) {
            return;
        }
        scale_ = SliderScale(spec(), most);
        rescale();
    }

    [[nodiscard]] bool held() const override { return slider_->isSliderDown(); }

private:
    void rescale() {
        const QSignalBlocker quiet(slider_);
        slider_->setRange(0, scale_.positions());
        slider_->setPageStep(std::max(1, scale_.positions() / 10));
        slider_->setValue(scale_.position(box_->value()));
        box_->set_by_decades(scale_.logarithmic());
        box_->setSingleStep(spec().step > 0 ? spec().step : 1);
    }

    void slide(int position) {
        const double value = scale_.value(position);
        const QSignalBlocker quiet(box_);
        box_->setValue(value);
        tell(value);
    }

    void tell(double value) { Q_EMIT changed(text(number_param_text(value, spec().type))); }

    SliderScale scale_;
    CalmSlider* slider_;
    NumberBox* box_;
};

class ChoiceRow final : public ParamRow {
public:
    ChoiceRow(const ParamSpec& spec, QWidget* parent)
        : ParamRow(spec, true, parent)
        , combo_(new CalmCombo(this)) {
        combo_->setObjectName(text(spec.key));
        combo_->setMinimumHeight(24);
        combo_->setFocusPolicy(Qt::StrongFocus);
        combo_->setSizeAdjustPolicy(QComboBox::AdjustToMinimumContentsLengthWithIcon);
        combo_->setMinimumContentsLength(10);
        for (const Choice& choice : spec.choices) {
            combo_->addItem(QString(), text(choice.id));
        }
        set_editor(combo_);
        connect(combo_, &QComboBox::currentIndexChanged, this, [this] {
            Q_EMIT changed(combo_->currentData().toString());
            Q_EMIT released();
        });
    }

    void show_value(const Params& params) override {
        const QSignalBlocker quiet(combo_);
        combo_->setCurrentIndex(combo_->findData(text(effective_text(params, spec().key))));
    }

    void retranslate() override {
        ParamRow::retranslate();
        combo_->setAccessibleName(technique_text(spec().label));
        combo_->setToolTip(tip());
        for (int i = 0; i < combo_->count(); ++i) {
            const Choice& choice = spec().choices[static_cast<std::size_t>(i)];
            combo_->setItemText(i, technique_text(choice.label));
            combo_->setItemData(i, choice.help.empty() ? QString() : technique_text(choice.help),
                                Qt::ToolTipRole);
        }
    }

private:
    CalmCombo* combo_;
};

class FlagRow final : public ParamRow {
public:
    FlagRow(const ParamSpec& spec, QWidget* parent)
        : ParamRow(spec, false, parent)
        , box_(new QCheckBox(this)) {
        box_->setObjectName(text(spec.key));
        box_->setMinimumHeight(24);
        set_editor(box_);
        connect(box_, &QCheckBox::toggled, this, [this](bool on) {
            Q_EMIT changed(on ? QStringLiteral("true") : QStringLiteral("false"));
            Q_EMIT released();
        });
    }

    void show_value(const Params& params) override {
        const QSignalBlocker quiet(box_);
        box_->setChecked(params.boolean(spec().key));
    }

    void retranslate() override {
        ParamRow::retranslate();
        box_->setText(technique_text(spec().label));
        box_->setToolTip(tip());
    }

private:
    QCheckBox* box_;
};

class TextRow final : public ParamRow {
public:
    TextRow(const ParamSpec& spec, QWidget* parent)
        : ParamRow(spec, true, parent)
        , line_(new QLineEdit(this)) {
        line_->setObjectName(text(spec.key));
        line_->setMinimumHeight(24);
        set_editor(line_);
        connect(line_, &QLineEdit::editingFinished, this, [this] {
            if (line_->isModified()) {
                line_->setModified(false);
                Q_EMIT changed(line_->text());
                Q_EMIT released();
            }
        });
    }

    void show_value(const Params& params) override {
        if (!line_->isModified()) {
            line_->setText(text(params.text(spec().key)));
        }
    }

    void suggest(const QStringList& values) override {
        auto* completer = new QCompleter(values, line_);
        completer->setCompletionMode(QCompleter::UnfilteredPopupCompletion);
        connect(completer, qOverload<const QString&>(&QCompleter::activated), this,
                [this](const QString& value) {
                    line_->setModified(false);
                    Q_EMIT changed(value);
                    Q_EMIT released();
                });
        delete line_->completer();
        line_->setCompleter(completer);
    }

    void retranslate() override {
        ParamRow::retranslate();
        line_->setAccessibleName(technique_text(spec().label));
        line_->setToolTip(tip());
    }

private:
    QLineEdit* line_;
};

} // namespace

ParamRow* ParamRow::make(const ParamSpec& spec, QWidget* parent) {
    switch (spec.type) {
    case ParamType::Boolean:
        return new FlagRow(spec, parent);
    case ParamType::Integer:
    case ParamType::Real:
        return new NumberRow(spec, parent);
    case ParamType::Choice:
        return new ChoiceRow(spec, parent);
    case ParamType::Text:
        break;
    }
    return new TextRow(spec, parent);
}

ParamRow::ParamRow(const ParamSpec& spec, bool labelled, QWidget* parent)
    : QWidget(parent)
    , spec_(spec)
    , error_(new QLabel(this))
    , layout_(new QVBoxLayout(this)) {
    if (labelled) {
        label_ = new QLabel(this);
        label_->setWordWrap(true);
    }
    setObjectName(text(spec.key + "-row"));
    layout_->setContentsMargins(0, 0, 0, 0);
    layout_->setSpacing(2);
    error_->setObjectName(text(spec.key + "-error"));
    error_->setWordWrap(true);
    error_->hide();
    colour_error();
}

void ParamRow::set_editor(QWidget* editor) {
    if (label_ != nullptr) {
        layout_->addWidget(label_);
        label_->setBuddy(editor);
    }
    layout_->addWidget(editor);
    layout_->addWidget(error_);
}

void ParamRow::retranslate() {
    if (label_ != nullptr) {
        label_->setText(technique_text(spec_.label));
        label_->setToolTip(tip());
    }
}

QString ParamRow::tip() const {
    QString text = technique_text(spec_.help);
    if (spec_.type == ParamType::Integer || spec_.type == ParamType::Real) {
        const QLocale locale;
        const auto number = [&](double value) {
            return spec_.type == ParamType::Integer ? locale.toString(std::llround(value))
                                                    : locale.toString(value, 'g', 6);
        };
        text += QStringLiteral("\n%1 – %2").arg(number(spec_.min), number(spec_.max));
        if (!spec_.unit.empty()) {
            text += QStringLiteral(" ") + technique_text(spec_.unit);
        }
    }
    return text;
}

void ParamRow::show_error(const QString& message) {
    error_->setText(message);
    error_->setVisible(!message.isEmpty());
}

void ParamRow::colour_error() {
    QPalette colours = error_->palette();
    colours.setColor(QPalette::WindowText, Hues(palette()).bad);
    error_->setPalette(colours);
}

void ParamRow::changeEvent(QEvent* event) {
    QWidget::changeEvent(event);
    if (event->type() == QEvent::PaletteChange) {
        colour_error();
    }
}

} // namespace espalier::studio
