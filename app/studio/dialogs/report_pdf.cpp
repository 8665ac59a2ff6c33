// SPDX-License-Identifier: GPL-3.0-or-later
#include "app/studio/dialogs/report_pdf.h"

#include "app/session/report/report_text.h"
#include "core/base/error.h"
#include "core/base/files.h"

#include <QAbstractTextDocumentLayout>
#include <QBuffer>
#include <QFont>
#include <QImage>
#include <QPageSize>
#include <QPainter>
#include <QPdfWriter>
#include <QSvgRenderer>
#include <QThread>
#include <QUrl>

#include <cmath>
#include <exception>
#include <memory>
#include <span>

namespace espalier::studio {

namespace {

constexpr int kDpi = 96;            ///< the document is laid out in CSS pixels
constexpr int kPrintDpi = 1200;     ///< of the PDF's own coordinates
constexpr double kPictureScale = 3; ///< 288 dpi
constexpr double kMarginMm = 16;
constexpr double kMmPerInch = 25.4;
constexpr int kFigureColumns = 3;

/// QtSvg takes no custom properties: the page's classes in the colours of paper.
constexpr const char* kFigureStyle =
    "<style>text{fill:#1f2933;font-family:sans-serif;font-size:11px}"
    ".before{fill:#8a96a3;fill-opacity:0.6}.after{fill:none;stroke:#0072b2;stroke-width:1.5}"
    "circle.after{fill:#0072b2;stroke:none}"
    ".axis{stroke:#1f2933;fill:none}.roof{stroke:#1f2933;fill:none;stroke-width:2}"
    ".grid{stroke:#d5dbe1}.s0{fill:#0072b2}.s1{fill:#e69f00}.s2{fill:#009e73}.s3{fill:#cc79a7}"
    ".s4{fill:#56b4e9}.s5{fill:#d55e00}.s6{fill:#999999}</style>";

constexpr const char* kPageStyle =
    "body{font-size:10pt;color:#1f2933} h1{font-size:18pt} h2{font-size:13pt}"
    "th{background-color:#eef1f4;font-weight:600} td,th{font-size:7.5pt}"
    ".words td{font-size:9pt} .small{font-size:8pt;color:#52606d} pre,code{font-size:8.5pt}";

QString text(const std::string& utf8) {
    return QString::fromStdString(utf8).toHtmlEscaped();
}

QImage picture(std::string svg) {
    const std::string_view opening = "<svg ";
    if (!svg.starts_with(opening)) {
        return {}; // nothing to draw
    }
    svg.insert(opening.size(), "xmlns=\"http://www.w3.org/2000/svg\" ");
    svg.insert(svg.find('>') + 1, kFigureStyle);
    QSvgRenderer drawing(QByteArray::fromStdString(svg));
    const QSizeF size = drawing.viewBoxF().size() * kPictureScale;
    QImage image(size.toSize(), QImage::Format_RGB32);
    if (!drawing.isValid() || image.isNull()) {
        return {};
    }
    image.fill(Qt::white);
    QPainter painter(&image);
    painter.setRenderHint(QPainter::Antialiasing);
    drawing.render(&painter);
    return image;
}

class Page {
public:
    Page(QTextDocument& document, double width)
        : document_(document)
        , width_(width) {}

    void heading(int level, const QString& words) {
        html_ += QStringLiteral("<h%1>%2</h%1>").arg(level).arg(words);
    }

    void raw(const QString& html) { html_ += html; }

    void table(const report::TextTable& table) {
        html_ += QStringLiteral("<table width=\"100%\" border=\"1\" cellspacing=\"0\" "
                                "cellpadding=\"3\" style=\"border-collapse:collapse;"
                                "border-color:#c3cbd3;border-style:solid\"><thead><tr>");
        for (const std::string& column : table.columns) {
            html_ += QStringLiteral("<th align=\"left\">%1</th>").arg(text(column));
        }
        html_ += QStringLiteral("</tr></thead>");
        for (const auto& row : table.rows) {
            html_ += QStringLiteral("<tr>");
            for (std::size_t i = 0; i < row.size(); ++i) {
                html_ += QStringLiteral("<td align=\"%1\">%2</td>")
                             .arg(i == 0 ? QStringLiteral("left") : QStringLiteral("right"),
                                  text(row[i]));
            }
            html_ += QStringLiteral("</tr>");
        }
        html_ += QStringLiteral("</table>");
    }

    void pairs(const std::vector<std::pair<std::string, std::string>>& pairs) {
        html_ += QStringLiteral("<table class=\"words\" cellspacing=\"0\" cellpadding=\"3\">");
        for (const auto& [name, words] : pairs) {
            html_ += QStringLiteral("<tr><td><b>%1</b></td><td>%2</td></tr>")
                         .arg(text(name), text(words));
        }
        html_ += QStringLiteral("</table>");
    }

    /// `columns` beside one another.
    void figures(const std::vector<std::pair<std::string, std::string>>& svg_and_caption,
                 int columns) {
        const double width = width_ / columns - 8;
        html_ += QStringLiteral("<table width=\"100%\" cellspacing=\"0\" cellpadding=\"4\"><tr>");
        int column = 0;
        for (const auto& [svg, caption] : svg_and_caption) {
            const QImage image = picture(svg);
            if (image.isNull()) {
                continue;
            }
            if (column == columns) {
                html_ += QStringLiteral("</tr><tr>");
                column = 0;
            }
            const QString name = QStringLiteral("figure:%1").arg(figures_++);
            document_.addResource(QTextDocument::ImageResource, QUrl(name), image);
            const double natural = image.width() / kPictureScale;
            html_ += QStringLiteral("<td><img src=\"%1\" width=\"%2\"><br><span class=\"small\">"
                                    "%3</span></td>")
                         .arg(name)
                         .arg(std::floor(std::min(width, natural)))
                         .arg(text(caption));
            ++column;
        }
        html_ += QStringLiteral("</tr></table>");
    }

    void finish() { document_.setHtml(QStringLiteral("<body>%1</body>").arg(html_)); }

private:
    QTextDocument& document_;
    double width_;
    QString html_;
    int figures_ = 0;
};

void steps(const report::Report& report, Page& page) {
    QString list = QStringLiteral("<ol>");
    for (const report::StepText& step : report.steps) {
        list += QStringLiteral("<li><b>%1</b> <code>%2</code>, %3 s")
                    .arg(text(step.title), text(step.text), QString::number(step.seconds, 'f', 1));
        for (const std::string& note : step.notes) {
            list += QStringLiteral("<br><span class=\"small\">%1</span>").arg(text(note));
        }
        list += QStringLiteral("</li>");
    }
    page.raw(list + QStringLiteral("</ol>"));
}

void pictures(const report::Report& report, Page& page) {
    if (report.energy) {
        page.heading(2, QStringLiteral("Energy on the accelerator (modelled)"));
        page.figures({{stacked_svg(*report.energy), report.energy->title}}, 1);
    }
    if (report.roofline) {
        page.heading(2, QStringLiteral("Roofline (modelled)"));
        page.figures({{roofline_svg(*report.roofline), report.roofline->title}}, 1);
    }
    if (!report.histograms.empty()) {
        page.heading(2, QStringLiteral("Weights"));
        page.raw(QStringLiteral("<p class=\"small\">Values of the weights, zeros left out: grey "
                                "area before, blue line after.</p>"));
        std::vector<std::pair<std::string, std::string>> list;
        for (const report::HistogramFigure& figure : report.histograms) {
            list.emplace_back(histogram_svg(figure), figure.title);
        }
        page.figures(list, kFigureColumns);
    }
}

QSizeF page_pixels() {
    const QSizeF mm = QPageSize(QPageSize::A4).size(QPageSize::Millimeter);
    return (mm - QSizeF(2 * kMarginMm, 2 * kMarginMm)) / kMmPerInch * kDpi;
}

} // namespace

void fill_print_document(const report::Report& report, QTextDocument& document) {
    document.setDocumentMargin(0);
    document.setDefaultStyleSheet(QLatin1String(kPageStyle));
    Page page(document, page_pixels().width());
    page.heading(1, text(report.title));
    page.table(headline_table(report));
    if (!report.steps.empty()) {
        page.heading(2, QStringLiteral("Recipe"));
        steps(report, page);
    }
    page.heading(2, QStringLiteral("Layers"));
    page.table(layer_table(report));
    pictures(report, page);
    page.heading(2, QStringLiteral("Identity"));
    page.pairs(report.identity);
    page.heading(2, QStringLiteral("What the words mean"));
    page.pairs(report.definitions);
    page.heading(2, QStringLiteral("Limits"));
    QString limits = QStringLiteral("<ul>");
    for (const std::string& limit : report.limits) {
        limits += QStringLiteral("<li>%1</li>").arg(text(limit));
    }
    page.raw(limits + QStringLiteral("</ul>"));
    page.heading(2, QStringLiteral("Do it again"));
    page.raw(
        QStringLiteral("<pre style=\"white-space:pre-wrap\">%1</pre>").arg(text(report.command)));
    page.finish();
}

namespace {

void print(const report::Report& report, const std::filesystem::path& path) {
    QTextDocument document;
    fill_print_document(report, document);
    const QSizeF area = page_pixels();
    document.setPageSize(area);

    QByteArray bytes;
    QBuffer buffer(&bytes);
    buffer.open(QIODevice::WriteOnly);
    QPdfWriter writer(&buffer);
    writer.setResolution(kPrintDpi);
    writer.setPageSize(QPageSize(QPageSize::A4));
    writer.setPageMargins(QMarginsF(kMarginMm, kMarginMm, kMarginMm, kMarginMm),
                          QPageLayout::Millimeter);
    writer.setTitle(QString::fromStdString(report.title));
    writer.setCreator(QStringLiteral("Espalier Studio"));
    QPainter painter(&writer);
    if (!painter.isActive()) {
        throw Error(ErrorCode::Failed, "the PDF could not be begun", {}, path.string());
    }
    const double scale = static_cast<double>(kPrintDpi) / kDpi;
    painter.scale(scale, scale);
    const int pages = document.pageCount();
    for (int i = 0; i < pages; ++i) {
        if (i > 0) {
            writer.newPage();
        }
        painter.save();
        const QRectF view(0, i * area.height(), area.width(), area.height());
        painter.translate(0, -view.top());
        document.drawContents(&painter, view);
        painter.restore();
        const QRectF foot(0, area.height() + 8, area.width(), 20);
        painter.drawText(foot, Qt::AlignHCenter | Qt::AlignTop,
                         QStringLiteral("%1 / %2").arg(i + 1).arg(pages));
    }
    painter.end();
    write_atomically(
        path, std::as_bytes(std::span(bytes.constData(), static_cast<std::size_t>(bytes.size()))));
}

} // namespace

void write_pdf(const report::Report& report, const std::filesystem::path& path) {
    // Laying out text takes timers, which only threads of Qt's own have.
    std::exception_ptr failure;
    const std::unique_ptr<QThread> thread(QThread::create([&] {
        try {
            print(report, path);
        } catch (...) {
            failure = std::current_exception();
        }
    }));
    thread->start();
    thread->wait();
    if (failure) {
        std::rethrow_exception(failure);
    }
}

} // namespace espalier::studio
