// SPDX-License-Identifier: GPL-3.0-or-later
#include "tests/core/data/loopback_server.h"

#include <arpa/inet.h>
#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <chrono>
#include <stdexcept>

namespace espalier::test {

namespace {

bool send_all(int connection, const std::string& text) {
    std::size_t sent = 0;
    while (sent < text.size()) {
        const auto count = ::send(connection, text.data() + sent, text.size() - sent, MSG_NOSIGNAL);
        if (count <= 0) {
            return false;
        }
        sent += static_cast<std::size_t>(count);
    }
    return true;
}

bool readable(int descriptor, int milliseconds) {
    pollfd waiting{descriptor, POLLIN, 0};
    return ::poll(&waiting, 1, milliseconds) > 0;
}

} // namespace

LoopbackServer::LoopbackServer()
    : socket_(::socket(AF_INET, SOCK_STREAM, 0)) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t length = sizeof address;
    auto* raw = reinterpret_cast<sockaddr*>(&address);
    if (socket_ < 0 || ::bind(socket_, raw, sizeof address) != 0 || ::listen(socket_, 8) != 0 ||
        ::getsockname(socket_, raw, &length) != 0) {
        throw std::runtime_error("no loopback socket");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
}

LoopbackServer::~LoopbackServer() {
    thread_.request_stop();
    thread_.join();
    ::close(socket_);
}

void LoopbackServer::serve(const std::string& path, Page page) {
    const std::scoped_lock lock(mutex_);
    pages_[path] = std::move(page);
}

std::string LoopbackServer::url() const {
    return "http://127.0.0.1:" + std::to_string(port_);
}

std::vector<std::string> LoopbackServer::requests() const {
    const std::scoped_lock lock(mutex_);
    return requests_;
}

void LoopbackServer::run(const std::stop_token& stop) {
    while (!stop.stop_requested()) {
        if (!readable(socket_, 20)) {
            continue;
        }
        const int connection = ::accept(socket_, nullptr, nullptr);
        if (connection >= 0) {
            answer(connection, stop);
            ::close(connection);
        }
    }
}

void LoopbackServer::answer(int connection, const std::stop_token& stop) {
    std::string request;
    std::array<char, 4096> piece{};
    while (request.find("\r\n\r\n") == std::string::npos && readable(connection, 2000)) {
        const auto count = ::recv(connection, piece.data(), piece.size(), 0);
        if (count <= 0) {
            return;
        }
        request.append(piece.data(), static_cast<std::size_t>(count));
    }
    const std::size_t start = request.find(' ') + 1;
    const std::string path = request.substr(start, request.find(' ', start) - start);
    std::size_t from = 0;
    if (const auto range = request.find("Range: bytes="); range != std::string::npos) {
        from = std::stoul(request.substr(range + 13));
    }
    Page page;
    page.status = 404;
    {
        const std::scoped_lock lock(mutex_);
        requests_.push_back(path + " " + std::to_string(from));
        if (const auto found = pages_.find(path); found != pages_.end()) {
            page = found->second;
        }
    }
    const std::string closing = "Connection: close\r\n";
    if (!page.redirect.empty()) {
        send_all(connection, "HTTP/1.1 302 Found\r\nLocation: " + page.redirect +
                                 "\r\nContent-Length: 0\r\n" + closing + "\r\n");
        return;
    }
    if (page.status != 200) {
        send_all(connection, "HTTP/1.1 " + std::to_string(page.status) +
                                 " Error\r\nContent-Length: 0\r\n" + closing + "\r\n");
        return;
    }
    if (page.endless) {
        send_all(connection, "HTTP/1.1 200 OK\r\n" + closing + "\r\n");
        while (!stop.stop_requested() && send_all(connection, std::string(100, '\0'))) {
            std::this_thread::sleep_for(std::chrono::milliseconds(5));
        }
        return;
    }
    const bool partial = page.ranges && from > 0;
    const std::size_t size = page.body.size();
    if (partial && from >= size) {
        send_all(connection,
                 "HTTP/1.1 416 Range Not Satisfiable\r\nContent-Length: 0\r\n" + closing + "\r\n");
        return;
    }
    std::string body = partial ? page.body.substr(from) : page.body;
    std::string head = partial ? "HTTP/1.1 206 Partial Content\r\nContent-Range: bytes " +
                                     std::to_string(from) + "-" + std::to_string(size - 1) + "/" +
                                     std::to_string(size) + "\r\n"
                               : std::string("HTTP/1.1 200 OK\r\n");
    head += "Content-Length: " + std::to_string(body.size()) + "\r\n" + closing + "\r\n";
    if (page.break_after != 0 && page.break_after < body.size()) {
        body.resize(page.break_after);
    }
    send_all(connection, head + body);
}

} // namespace espalier::test
