// SPDX-License-Identifier: GPL-3.0-or-later
#include "core/train/distil/terms.h"

#include <algorithm>
#include <cmath>
#include <vector>

namespace espalier {

namespace {

/// log softmax(row / temperature).
void log_softmax(std::span<const float> row, double temperature, std::vector<double>& out) {
    out.resize(row.size());
    const double peak = *std::max_element(row.begin(), row.end());
    double sum = 0;
    for (std::size_t k = 0; k < row.size(); ++k) {
        out[k] = (static_cast<double>(row[k]) - peak) / temperature;
        sum += std::exp(out[k]);
    }
    const double all = std::log(sum);
    for (double& value : out) {
        value -= all;
    }
}

} // namespace

double response_term(const DistilValues& values, std::size_t classes, double temperature,
                     bool by_square, double factor, std::span<float> gradient) {
    const std::size_t rows = values.student.size() / classes;
    const double scale = (by_square ? temperature * temperature : 1.0) / static_cast<double>(rows);
    std::vector<double> student;
    std::vector<double> teacher;
    double total = 0;
    for (std::size_t row = 0; row < rows; ++row) {
        log_softmax(values.student.subspan(row * classes, classes), temperature, student);
        log_softmax(values.teacher.subspan(row * classes, classes), temperature, teacher);
        for (std::size_t k = 0; k < classes; ++k) {
            const double wanted = std::exp(teacher[k]);
            total += wanted * (teacher[k] - student[k]);
            if (!gradient.empty()) {
                gradient[row * classes + k] += static_cast<float>(
                    factor * scale * (std::exp(student[k]) - wanted) / temperature);
            }
        }
    }
    return total * scale;
}

} // namespace espalier
