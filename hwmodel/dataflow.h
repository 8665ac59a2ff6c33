#pragma once

namespace espalier::hw {
class Dataflow;
}
