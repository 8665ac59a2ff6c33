// SPDX-License-Identifier: GPL-3.0-or-later
// A web server of one thread on 127.0.0.1, as much of HTTP/1.1 as a download needs.
#pragma once

#include <cstddef>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

namespace espalier::test {

class LoopbackServer {
public:
    struct Page {
        std::string body;
        bool ranges = true;          ///< answers "Range: bytes=N-" with 206
        std::size_t break_after = 0; ///< closes the connection after so many bytes; 0: never
        int status = 200;            ///< anything else is sent without a body
        std::string redirect = {};   ///< sent as Location with status 302
        bool endless = false;        ///< sends zeros, slowly, for ever
    };

    LoopbackServer();
    ~LoopbackServer();
    LoopbackServer(const LoopbackServer&) = delete;
    LoopbackServer& operator=(const LoopbackServer&) = delete;

    void serve(const std::string& path, Page page);

    /// "http://127.0.0.1:PORT".
    [[nodiscard]] std::string url() const;
    /// One line for each request: path, and the first byte asked for.
    [[nodiscard]] std::vector<std::string> requests() const;

private:
    void run(const std::stop_token& stop);
    void answer(int connection, const std::stop_token& stop);

    int socket_ = -1;
    int port_ = 0;
    mutable std::mutex mutex_;
    std::map<std::string, Page> pages_;
    std::vector<std::string> requests_;
    std::jthread thread_;
};

} // namespace espalier::test
