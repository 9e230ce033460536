// SPDX-License-Identifier: MIT
#include <cstdlib>
#include <cstring>

#include "engine/document/document.hpp"
#include "engine/io/link.hpp"
#include "tests/fuzz/driver.hpp"

// Any link opens without an exception, and what it opened as survives being written and read again.
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const auto first = chainrule::read_link({reinterpret_cast<const char*>(data), size});
  const std::string link = chainrule::write_link(first.document);
  if (link.size() > chainrule::limits::link_bytes) return 0;
  const auto second = chainrule::read_link(link);
  if (!(second.document == first.document)) std::abort();
  if (!first.trained) return 0;
  const auto [with_weights, has_weights] = chainrule::write_link(first.document, *first.trained);
  if (!has_weights) return 0;  // a text that another compressor made shorter
  const auto third = chainrule::read_link(with_weights).trained;
  const auto& weights = first.trained->weights;
  if (!third || third->weights.size() != weights.size() || third->epoch != first.trained->epoch) std::abort();
  if (std::memcmp(third->weights.data(), weights.data(), weights.size() * sizeof(float)) != 0) std::abort();
  return 0;
}

CHAINRULE_FUZZ_MAIN(
    (std::vector<std::string>{
        "data=spiral&noise=0.1&layers=dense:8:tanh,dense:8:leaky_relu:0.3,dense:1:sigmoid:use_bias=0&seed=7",
        "optimizer=adam:learning_rate=0.01:decay=0.1&loss=binary_crossentropy&metrics=acc,mse&batch_size=32&epochs=50",
        "#layers=dense%3A8%3Atanh,activation:softmax,dense:3:name=x:kernel_initializer=he_normal&hide=data,code",
        "weights=eNpjYGiwZ2BQOHD2zBlbABMwBEI&epoch=12",
        "weights=eNp1U9EVhDAIc7Hj3QAM1TW8ZVjA7nCjnBVjUvQ--mxrGiCEvrktS4u-ba_P",
        "epoch=3&weights=eNpjYGCwZxjFo3gUY8UAvdwxOQ&data=xor",
        "https://example.org/"
        "?utm=1#Data=Moons&amp;noise=0,3)&layers=Dense:8:ReLU,dense:1:sigmoid;epochs=1,000&lr=0,1&batchSize=8",
        "data%3Dclusters%26classes%3D4%26layers%3Ddense%253A8&class_weight=1,5;2,5&optimizer=adam:learning_rate=0.5&"
        "learning_rate=0.1",
        "target=a%20b&left_out=pixel%200%5C,0,y&problem=regression&theme=dark&scene=backprop&dialect=keras2&later=1"}),
    "&=:,%#+0123456789.-e\\_ \nAZ")
